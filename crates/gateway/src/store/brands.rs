//! What clients put on their pages. Nothing is cached, so that a change by the command line is on the next page.
//! Never here: what a brand may be (`app::brands`).

use super::{Error, Store};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// A client's brand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrandRow {
    /// Its name; empty: none of its own.
    pub name: String,
    /// `#rrggbb`.
    pub colour: Option<String>,
    /// `square`, `soft`, `round`.
    pub corners: Option<String>,
    /// What its law wants said; may be empty.
    pub legal_text: String,
    /// Labels and https addresses.
    pub legal_links: Vec<(String, String)>,
    /// Template of links that name none.
    pub template: Option<String>,
    /// Language of links that name none.
    pub language: Option<String>,
    /// Its picture.
    pub logo: Option<LogoRow>,
}

/// Where a picture is, and how large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoRow {
    /// SHA-256 of its bytes, in hex.
    pub hash: String,
    /// `png`, `jpg`, `webp`.
    pub kind: String,
    /// Its own pixels.
    pub width: u32,
    /// Its own pixels.
    pub height: u32,
}

const COLUMNS: &str = "brands.name, colour, corners, legal_text, legal_links, brands.template, language, logo_hash, \
                       kind, logo_width, logo_height FROM brands LEFT JOIN logos ON logos.hash = logo_hash";

impl Store {
    /// The brand of a client; `None` where it has none.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn brand(&self, client_id: &str) -> Result<Option<BrandRow>, Error> {
        let sql = format!("SELECT {COLUMNS} WHERE client_id = ?");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(client_id).fetch_optional(&self.reader).await?;
        row.as_ref().map(read).transpose()
    }

    /// Puts a brand in place of the one before; `logo` holds the bytes of its picture where that is new. What no brand shows any
    /// more is thrown away.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn put_brand(&self, client_id: &str, brand: &BrandRow, logo: Option<&[u8]>) -> Result<(), Error> {
        let mut write = self.write().await?;
        if let (Some(row), Some(bytes)) = (&brand.logo, logo) {
            sqlx::query("INSERT INTO logos (hash, kind, bytes) VALUES (?,?,?) ON CONFLICT (hash) DO NOTHING")
                .bind(&row.hash)
                .bind(&row.kind)
                .bind(bytes)
                .execute(&mut *write)
                .await?;
        }
        sqlx::query(
            "INSERT OR REPLACE INTO brands (client_id, name, colour, corners, legal_text, legal_links, template, \
             language, logo_hash, logo_width, logo_height) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        )
        .bind(client_id)
        .bind(&brand.name)
        .bind(&brand.colour)
        .bind(&brand.corners)
        .bind(&brand.legal_text)
        .bind(serde_json::json!(brand.legal_links).to_string())
        .bind(&brand.template)
        .bind(&brand.language)
        .bind(brand.logo.as_ref().map(|logo| &logo.hash))
        .bind(brand.logo.as_ref().map(|logo| logo.width))
        .bind(brand.logo.as_ref().map(|logo| logo.height))
        .execute(&mut *write)
        .await?;
        sqlx::query("DELETE FROM logos WHERE hash NOT IN (SELECT logo_hash FROM brands WHERE logo_hash IS NOT NULL)")
            .execute(&mut *write)
            .await?;
        Ok(write.commit().await?)
    }

    /// A picture by its hash: what kind it is, and its bytes.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn logo(&self, hash: &str) -> Result<Option<(String, Vec<u8>)>, Error> {
        let row = sqlx::query("SELECT kind, bytes FROM logos WHERE hash = ?").bind(hash);
        let row = row.fetch_optional(&self.reader).await?;
        row.map(|row| Ok((row.try_get("kind")?, row.try_get("bytes")?))).transpose()
    }
}

fn read(row: &SqliteRow) -> Result<BrandRow, Error> {
    let hash: Option<String> = row.try_get("logo_hash")?;
    let logo = match hash {
        None => None,
        Some(hash) => Some(LogoRow {
            hash,
            kind: row.try_get("kind")?,
            width: row.try_get("logo_width")?,
            height: row.try_get("logo_height")?,
        }),
    };
    let links: String = row.try_get("legal_links")?;
    Ok(BrandRow {
        name: row.try_get("name")?,
        colour: row.try_get("colour")?,
        corners: row.try_get("corners")?,
        legal_text: row.try_get("legal_text")?,
        legal_links: serde_json::from_str(&links).map_err(|_| Error::Corrupt("brands: legal links"))?,
        template: row.try_get("template")?,
        language: row.try_get("language")?,
        logo,
    })
}
