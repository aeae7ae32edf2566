//! The columns of exported lists: what they are called, where their value is, and what it is.

use trechter_domain::Catalogue;
use trechter_domain::catalogue::FieldKind;
use trechter_domain::event::Kind;

/// What a value is, so that it can be written as people read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Text,
    Number,
    /// Money; the amount alone.
    Amount,
    Currency,
    Instant,
    Date,
    YesNo,
    /// A word of the API with words of the reader: `status`, `kind`.
    Word,
    /// An entry of the catalogue by id, or several.
    Entry,
    Stage,
    /// Another record by id.
    Record,
    /// Labelled values: e-mail addresses, phones.
    Labelled,
    /// The products of a deal's lines.
    Lines,
    /// What the record is called.
    Label,
    Choice,
}

/// A column of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// As in `columns=`.
    pub name: String,
    /// Where its value is in the document.
    pub path: String,
    /// In English and Dutch.
    pub title: [String; 2],
    pub shape: Shape,
}

type Plain = (&'static str, &'static str, [&'static str; 2], Shape);

use Shape::*;

const COMPANIES: &[Plain] = &[
    ("name", "name", ["Name", "Naam"], Text),
    ("owner", "owner", ["Owner", "Eigenaar"], Entry),
    ("website", "website", ["Website", "Website"], Text),
    ("email", "email", ["E-mail", "E-mail"], Text),
    ("phone", "phone", ["Phone", "Telefoon"], Text),
    ("street", "address.street", ["Street", "Straat"], Text),
    ("postal_code", "address.postal_code", ["Postal code", "Postcode"], Text),
    ("city", "address.city", ["City", "Plaats"], Text),
    ("region", "region", ["Region", "Regio"], Text),
    ("country", "country", ["Country", "Land"], Text),
    ("industry", "industry", ["Industry", "Branche"], Text),
    ("employees", "employees", ["Employees", "Medewerkers"], Number),
    ("annual_revenue", "annual_revenue", ["Annual revenue", "Jaaromzet"], Amount),
    ("annual_revenue_currency", "annual_revenue", ["Currency", "Valuta"], Currency),
    ("vat_number", "vat_number", ["VAT number", "Btw-nummer"], Text),
    ("register_number", "register_number", ["Register number", "KvK- of KBO-nummer"], Text),
    ("parent", "parent", ["Parent company", "Moederbedrijf"], Record),
    ("source", "origin.source", ["Source", "Bron"], Entry),
    ("medium", "origin.medium", ["Medium", "Medium"], Text),
    ("campaign", "origin.campaign", ["Campaign", "Campagne"], Entry),
    ("customer_since", "customer_since", ["Customer since", "Klant sinds"], Date),
    ("notes", "notes", ["Notes", "Notities"], Text),
];

const CONTACTS: &[Plain] = &[
    ("name", "", ["Name", "Naam"], Label),
    ("first_name", "first_name", ["First name", "Voornaam"], Text),
    ("last_name", "last_name", ["Last name", "Achternaam"], Text),
    ("salutation", "salutation", ["Salutation", "Aanhef"], Text),
    ("job_title", "job_title", ["Job title", "Functie"], Text),
    ("company", "company", ["Company", "Bedrijf"], Record),
    ("email", "emails", ["E-mail", "E-mail"], Labelled),
    ("phone", "phones", ["Phone", "Telefoon"], Labelled),
    ("owner", "owner", ["Owner", "Eigenaar"], Entry),
    ("street", "address.street", ["Street", "Straat"], Text),
    ("postal_code", "address.postal_code", ["Postal code", "Postcode"], Text),
    ("city", "address.city", ["City", "Plaats"], Text),
    ("region", "region", ["Region", "Regio"], Text),
    ("country", "country", ["Country", "Land"], Text),
    ("language", "language", ["Language", "Taal"], Text),
    ("source", "origin.source", ["Source", "Bron"], Entry),
    ("medium", "origin.medium", ["Medium", "Medium"], Text),
    ("campaign", "origin.campaign", ["Campaign", "Campagne"], Entry),
    ("notes", "notes", ["Notes", "Notities"], Text),
];

const LEADS: &[Plain] = &[
    ("name", "", ["Name", "Naam"], Label),
    ("title", "title", ["Subject", "Onderwerp"], Text),
    ("status", "status", ["Status", "Status"], Word),
    ("first_name", "first_name", ["First name", "Voornaam"], Text),
    ("last_name", "last_name", ["Last name", "Achternaam"], Text),
    ("company_name", "company_name", ["Company name", "Bedrijfsnaam"], Text),
    ("job_title", "job_title", ["Job title", "Functie"], Text),
    ("email", "email", ["E-mail", "E-mail"], Text),
    ("phone", "phone", ["Phone", "Telefoon"], Text),
    ("website", "website", ["Website", "Website"], Text),
    ("city", "city", ["City", "Plaats"], Text),
    ("region", "region", ["Region", "Regio"], Text),
    ("country", "country", ["Country", "Land"], Text),
    ("industry", "industry", ["Industry", "Branche"], Text),
    ("owner", "owner", ["Owner", "Eigenaar"], Entry),
    ("products", "products", ["Products", "Producten"], Entry),
    ("value", "value", ["Value", "Waarde"], Amount),
    ("currency", "value", ["Currency", "Valuta"], Currency),
    ("source", "origin.source", ["Source", "Bron"], Entry),
    ("medium", "origin.medium", ["Medium", "Medium"], Text),
    ("campaign", "origin.campaign", ["Campaign", "Campagne"], Entry),
    ("last_touch_source", "last_touch.source", ["Source of last touch", "Bron laatste contact"], Entry),
    ("born", "born", ["Came in by", "Binnengekomen door"], Word),
    ("answered_at", "answered_at", ["First answered", "Eerst beantwoord"], Instant),
    ("next_activity_at", "next_activity_at", ["Next activity", "Volgende activiteit"], Instant),
    ("disqualify_reason", "disqualify_reason", ["Reason disqualified", "Reden afgewezen"], Entry),
    ("disqualify_note", "disqualify_note", ["Note on reason", "Toelichting op reden"], Text),
    ("converted_at", "converted_at", ["Converted", "Omgezet"], Instant),
    ("company", "company", ["Company", "Bedrijf"], Record),
    ("contact", "contact", ["Contact", "Contact"], Record),
    ("deal", "deal", ["Deal", "Deal"], Record),
    ("notes", "notes", ["Notes", "Notities"], Text),
];

const DEALS: &[Plain] = &[
    ("title", "title", ["Title", "Titel"], Text),
    ("status", "status", ["Status", "Status"], Word),
    ("pipeline", "pipeline", ["Pipeline", "Pijplijn"], Entry),
    ("stage", "stage", ["Stage", "Fase"], Stage),
    ("stage_since", "since.stage", ["In stage since", "In fase sinds"], Instant),
    ("company", "company", ["Company", "Bedrijf"], Record),
    ("contact", "contact", ["Contact", "Contact"], Record),
    ("owner", "owner", ["Owner", "Eigenaar"], Entry),
    ("value", "value", ["Value", "Waarde"], Amount),
    ("currency", "value", ["Currency", "Valuta"], Currency),
    ("products", "lines", ["Products", "Producten"], Lines),
    ("expected_close", "expected_close", ["Expected close", "Verwachte sluiting"], Date),
    ("gut_feeling", "gut_feeling", ["Gut feeling (%)", "Gevoel (%)"], Number),
    ("next_activity_at", "next_activity_at", ["Next activity", "Volgende activiteit"], Instant),
    ("source", "origin.source", ["Source", "Bron"], Entry),
    ("medium", "origin.medium", ["Medium", "Medium"], Text),
    ("campaign", "origin.campaign", ["Campaign", "Campagne"], Entry),
    ("last_touch_source", "last_touch.source", ["Source of last touch", "Bron laatste contact"], Entry),
    ("closed_at", "closed_at", ["Closed", "Gesloten"], Instant),
    ("loss_reason", "loss_reason", ["Loss reason", "Verliesreden"], Entry),
    ("competitor", "competitor", ["Competitor", "Concurrent"], Entry),
    ("loss_note", "loss_note", ["Note on loss", "Toelichting op verlies"], Text),
    ("reopened", "reopened", ["Times reopened", "Keren heropend"], Number),
    ("lead", "lead", ["Lead", "Lead"], Record),
    ("notes", "notes", ["Notes", "Notities"], Text),
];

const ACTIVITIES: &[Plain] = &[
    ("kind", "kind", ["Kind", "Soort"], Word),
    ("status", "status", ["Status", "Status"], Word),
    ("direction", "direction", ["Direction", "Richting"], Word),
    ("subject", "subject", ["Subject", "Onderwerp"], Text),
    ("body", "body", ["Text", "Tekst"], Text),
    ("owner", "owner", ["Owner", "Eigenaar"], Entry),
    ("due_at", "due_at", ["Due", "Gepland op"], Instant),
    ("done_at", "done_at", ["Done", "Gedaan op"], Instant),
    ("minutes", "minutes", ["Minutes", "Minuten"], Number),
    ("outcome", "outcome", ["Outcome", "Uitkomst"], Text),
    ("automatic", "automatic", ["Automatic", "Automatisch"], YesNo),
    ("company", "company", ["Company", "Bedrijf"], Record),
    ("contact", "contact", ["Contact", "Contact"], Record),
    ("lead", "lead", ["Lead", "Lead"], Record),
    ("deal", "deal", ["Deal", "Deal"], Record),
];

const COMMON: &[Plain] = &[
    ("tags", "tags", ["Tags", "Labels"], Entry),
    ("created_at", "created_at", ["Created", "Aangemaakt"], Instant),
    ("updated_at", "updated_at", ["Changed", "Gewijzigd"], Instant),
    ("id", "id", ["Id", "Id"], Text),
];

/// All columns of a kind of record: its own, the workspace's own fields, what all records have.
pub fn all(kind: Kind, catalogue: &Catalogue) -> Vec<Column> {
    let own = match kind {
        Kind::Company => COMPANIES,
        Kind::Contact => CONTACTS,
        Kind::Lead => LEADS,
        Kind::Deal => DEALS,
        Kind::Activity => ACTIVITIES,
        _ => &[],
    };
    let plain = |(name, path, title, shape): &Plain| Column {
        name: (*name).into(),
        path: (*path).into(),
        title: title.map(str::to_owned),
        shape: *shape,
    };
    let mut columns: Vec<Column> = own.iter().map(plain).collect();
    for field in catalogue.fields.iter().filter(|field| field.on == kind && field.removed_at.is_none()) {
        let path = format!("custom.{}", field.slug);
        let column = |name: String, title: String, shape| Column {
            name,
            path: path.clone(),
            title: [title.clone(), title],
            shape,
        };
        let shape = match field.kind {
            FieldKind::Text | FieldKind::Link => Text,
            FieldKind::Number => Number,
            FieldKind::Money => Amount,
            FieldKind::Date => Date,
            FieldKind::Choice | FieldKind::MultiChoice => Choice,
            FieldKind::YesNo => YesNo,
            FieldKind::Person => Entry,
        };
        columns.push(column(path.clone(), field.name.clone(), shape));
        if field.kind == FieldKind::Money {
            columns.push(column(format!("{path}_currency"), format!("{} (ISO 4217)", field.name), Currency));
        }
    }
    columns.extend(COMMON.iter().map(plain));
    columns
}

/// The columns with these names, in this order; all when none is named.
///
/// # Errors
/// The first name that is no column.
pub fn chosen(kind: Kind, catalogue: &Catalogue, names: Option<&str>) -> Result<Vec<Column>, String> {
    let columns = all(kind, catalogue);
    let Some(names) = names else { return Ok(columns) };
    let find = |name: &str| {
        columns.iter().find(|column| column.name == name).cloned().ok_or_else(|| name.to_owned())
    };
    names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(find).collect()
}
