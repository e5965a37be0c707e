//! Lists of banks: packed to travel, in the order of offer, and how well each bank is.
//! Never here: which banks there are, or what a PSU makes of the list (`journey`).

use crate::search::folded;
use protocol::ProviderStatus;
use protocol::page::{Bank, BankList, Health, Method, Narrow, Remitter, Unusable};

/// Packs a list for the way. Names hold no line end; keys neither that nor a comma.
pub fn pack(banks: &[Bank]) -> BankList {
    let mut list = BankList { count: u32::try_from(banks.len()).unwrap_or(u32::MAX), ..BankList::default() };
    let mut lines: [Vec<String>; 3] = Default::default();
    for bank in banks {
        let id = if bank.provider_id == usual_id(bank) { String::new() } else { bank.provider_id.clone() };
        let columns = [bank.name.clone(), id, bank.keys.join(",")];
        lines.iter_mut().zip(columns).for_each(|(lines, column)| lines.push(column));
        list.countries.push_str(&bank.country);
        list.ways.push(place_of(&mut list.methods, &methods_without_bank(bank)));
    }
    [list.names, list.ids, list.keys] = lines.map(|lines| lines.join("\n"));
    list.health = health_of(banks);
    list
}

/// The banks of a packed list; none when its columns do not belong together.
pub fn unpack(list: BankList) -> Vec<Bank> {
    let BankList { names, ids, countries, keys, ways, methods, health, .. } = list;
    let mut countries = countries.as_str();
    let rows = names.split('\n').zip(ids.split('\n')).zip(keys.split('\n')).zip(&ways);
    let mut banks: Vec<Bank> = rows
        .filter_map(|(((name, id), keys), way)| {
            let (country, rest) = countries.split_at_checked(2)?;
            countries = rest;
            let keys = keys.split(',').filter(|key| !key.is_empty()).map(str::to_owned).collect();
            let mut bank = Bank {
                provider_id: id.to_owned(),
                name: name.to_owned(),
                country: country.to_owned(),
                keys,
                status: ProviderStatus::Up,
                unusable: None,
                methods: methods.get(*way as usize)?.clone(),
            };
            if id.is_empty() {
                bank.provider_id = usual_id(&bank);
            }
            for method in &mut bank.methods {
                method.method_id.insert(0, '.');
                method.method_id.insert_str(0, &bank.provider_id);
            }
            Some(bank)
        })
        .collect();
    mark_health(&mut banks, &health);
    banks
}

/// Which of these banks are not well.
pub fn health_of(banks: &[Bank]) -> Health {
    let of = |status| {
        banks.iter().filter(|bank| bank.status == status).map(|bank| bank.provider_id.clone()).collect::<Vec<_>>()
    };
    Health { degraded: of(ProviderStatus::Degraded), down: of(ProviderStatus::Down) }
}

/// Marks each bank as this says it is, and whether it can be chosen. Order and all else stay.
pub fn mark_health(banks: &mut [Bank], health: &Health) {
    for bank in banks {
        let (status, unusable) = if health.down.contains(&bank.provider_id) {
            (ProviderStatus::Down, Some(Unusable::Down))
        } else if health.degraded.contains(&bank.provider_id) {
            (ProviderStatus::Degraded, none_usable(&bank.methods))
        } else {
            (ProviderStatus::Up, none_usable(&bank.methods))
        };
        bank.status = status;
        bank.unusable = unusable;
    }
}

/// Why none of these methods can carry the payment; `None` when one can.
pub fn none_usable(methods: &[Method]) -> Option<Unusable> {
    let none = methods.iter().all(|method| method.unusable.is_some());
    methods.first().filter(|_| none).and_then(|method| method.unusable)
}

/// What can narrow this list so that it changes; `name` is a country's own name.
pub fn narrow(banks: &[Bank], name: impl Fn(&str) -> String) -> Narrow {
    let offers = |bank: &Bank, remitter: Remitter| {
        let usable =
            |method: &&Method| method.unusable.is_none() && method.remitter.iter().any(|one| one == remitter.as_str());
        bank.methods.iter().any(|method| usable(&method))
    };
    let of = |remitter| banks.iter().filter(|bank| offers(bank, remitter)).count();
    let either = banks.iter().filter(|bank| none_usable(&bank.methods).is_none()).count();
    let (retail, corporate) = (of(Remitter::Retail), of(Remitter::Corporate));
    let mut countries: Vec<&str> = banks.iter().map(|bank| bank.country.as_str()).collect();
    countries.sort_unstable();
    countries.dedup();
    let mut countries: Vec<(String, String)> =
        countries.into_iter().map(|country| (country.to_owned(), name(country))).collect();
    countries.sort_by_key(|(_, name)| folded(name));
    if countries.len() < 2 {
        countries.clear();
    }
    Narrow { remitters: retail > 0 && corporate > 0 && (retail < either || corporate < either), countries }
}

/// The id that a bank has where nothing speaks against it: `volksbank_ulm_de`.
fn usual_id(bank: &Bank) -> String {
    let mut id: String = folded(&bank.name).into_iter().map(|c| if c == ' ' { '_' } else { c }).collect();
    id.push('_');
    id.extend(bank.country.chars().map(|c| c.to_ascii_lowercase()));
    id
}

fn methods_without_bank(bank: &Bank) -> Vec<Method> {
    let without = |method: &Method| {
        let id = method.method_id.strip_prefix(&bank.provider_id).and_then(|id| id.strip_prefix('.'));
        Method { method_id: id.unwrap_or(&method.method_id).to_owned(), ..method.clone() }
    };
    bank.methods.iter().map(without).collect()
}

fn place_of(sets: &mut Vec<Vec<Method>>, set: &[Method]) -> u32 {
    let place = sets.iter().position(|one| one == set).unwrap_or_else(|| {
        sets.push(set.to_vec());
        sets.len() - 1
    });
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bank(id: &str, name: &str, country: &str, remitters: &[&str], unusable: Option<Unusable>) -> Bank {
        let methods = remitters
            .iter()
            .map(|remitter| Method {
                method_id: format!("{id}.{remitter}"),
                scheme: "domestic".to_owned(),
                remitter: vec![(*remitter).to_owned()],
                limit: None,
                inputs: Vec::new(),
                unusable,
            })
            .collect();
        Bank {
            provider_id: id.to_owned(),
            name: name.to_owned(),
            country: country.to_owned(),
            keys: vec!["abcdroxx".to_owned(), "former name".to_owned()],
            status: ProviderStatus::Up,
            unusable,
            methods,
        }
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let mut banks = vec![
            bank("bt_ro", "Banca Transilvania", "RO", &["retail", "corporate"], None),
            bank("volksbank_ulm_de", "Volksbank Ulm", "DE", &["retail"], None),
            bank("caja_anon_es", "Caja Añón", "ES", &["retail"], Some(Unusable::OverLimit)),
        ];
        banks[2].keys.clear();
        banks[0].status = ProviderStatus::Degraded;
        banks[1].status = ProviderStatus::Down;
        banks[1].unusable = Some(Unusable::Down);
        let list = pack(&banks);
        assert_eq!((list.ids.as_str(), list.countries.as_str(), list.count), ("bt_ro\n\n", "RODEES", 3));
        assert_eq!((list.ways.as_slice(), list.methods.len()), ([0, 1, 2].as_slice(), 3));
        assert_eq!(unpack(list), banks);
        assert_eq!(unpack(pack(&[])), []);
    }

    #[test]
    fn a_list_that_does_not_hold_together_gives_what_it_can() {
        let list = pack(&[bank("a_ro", "A", "RO", &["retail"], None), bank("b_ro", "B", "RO", &["retail"], None)]);
        assert_eq!(unpack(BankList { methods: Vec::new(), ..list.clone() }), []);
        assert_eq!(unpack(BankList { countries: "RO".to_owned(), ..list.clone() }).len(), 1);
        assert_eq!(unpack(BankList { ways: vec![0, 7], ..list }).len(), 1);
    }

    #[test]
    fn health_goes_and_comes_back() {
        let mut banks =
            vec![bank("a", "A", "RO", &["retail"], None), bank("b", "B", "RO", &["retail"], Some(Unusable::Currency))];
        let well = banks.clone();
        mark_health(&mut banks, &Health { degraded: vec!["a".to_owned()], down: vec!["b".to_owned()] });
        assert_eq!((banks[0].status, banks[0].unusable), (ProviderStatus::Degraded, None));
        assert_eq!((banks[1].status, banks[1].unusable), (ProviderStatus::Down, Some(Unusable::Down)));
        assert_eq!(health_of(&banks).down, ["b"]);
        mark_health(&mut banks, &Health::default());
        assert_eq!(banks, well);
    }

    #[test]
    fn a_switch_only_where_it_changes_something() {
        let name = |code: &str| format!("name of {code}");
        let both = |id| bank(id, id, "RO", &["retail", "corporate"], None);
        let people = |id| bank(id, id, "RO", &["retail"], None);
        let cases: [(Vec<Bank>, bool); 6] = [
            (vec![], false),
            (vec![both("a")], false),
            (vec![people("a"), people("b")], false),
            (vec![both("a"), both("b")], false),
            (vec![both("a"), people("b")], true),
            (vec![bank("a", "A", "RO", &["corporate"], Some(Unusable::Currency)), people("b")], false),
        ];
        for (banks, changes) in cases {
            assert_eq!(narrow(&banks, name).remitters, changes, "{banks:?}");
        }
        let abroad = [people("a"), bank("b", "B", "DE", &["retail"], None), people("c")];
        let told = narrow(&abroad, name).countries;
        assert_eq!(told.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["DE", "RO"]);
    }
}
