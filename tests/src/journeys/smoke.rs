//! One payment.

use crate::house::House;
use crate::house::payer::Payer;

#[tokio::test]
async fn one_payment() {
    let t = std::time::Instant::now();
    let house = House::open().await;
    println!("open {:?}", t.elapsed());
    let link = house.link("100.50").await;
    println!("link {:?}", t.elapsed());
    let payer = Payer::new();
    let back = payer.walk(&link.page, "approve").await;
    println!("walk {:?} {}", t.elapsed(), back.root("screen"));
    house.pass(6_000).await;
    println!("pass {:?}", t.elapsed());
    house.becomes(&link, "funds_received").await;
    println!("funds {:?}", t.elapsed());
    println!("{:?}", house.log(&link).await);
    house.audit(&link).await;
    house.audit_webhooks(&link).await;
    println!("{:?}", house.bank.calls().await);
    println!("end {:?}", t.elapsed());
}
