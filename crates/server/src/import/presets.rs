//! What the headers of known programs mean, and how the files of unknown ones are guessed.

use trechter_domain::text;

use super::entity::Entity;

/// A header that gives a program and kind of file away: all of these columns.
struct Signature {
    system: &'static str,
    entity: Entity,
    /// As [`key`] writes them.
    headers: &'static [&'static str],
}

const fn s(system: &'static str, entity: Entity, headers: &'static [&'static str]) -> Signature {
    Signature { system, entity, headers }
}

/// The most telling ones first.
const SIGNATURES: &[Signature] = &[
    // Salesforce, as the bulk API and object exports write it.
    s("salesforce", Entity::StageHistory, &["opportunityid", "stagename", "createddate"]),
    s("salesforce", Entity::Deal, &["id", "stagename", "closedate", "accountid"]),
    s("salesforce", Entity::Deal, &["id", "stagename", "closedate", "name"]),
    s("salesforce", Entity::Lead, &["id", "lastname", "company", "isconverted"]),
    s("salesforce", Entity::Contact, &["id", "lastname", "accountid"]),
    s("salesforce", Entity::Campaign, &["id", "name", "actualcost", "budgetedcost"]),
    s("salesforce", Entity::Activity, &["id", "whoid", "whatid", "activitydate"]),
    s("salesforce", Entity::Member, &["id", "username", "email", "alias"]),
    s("salesforce", Entity::Company, &["id", "name", "billingcity"]),
    // Salesforce reports.
    s("salesforce", Entity::StageHistory, &["opportunityname", "fromstage", "tostage", "lastmodified"]),
    s("salesforce", Entity::Deal, &["opportunityname", "stage", "closedate"]),
    s("salesforce", Entity::Lead, &["leadowner", "companyaccount", "leadstatus"]),
    // Zoho.
    s("zoho", Entity::Deal, &["potentialname", "stage"]),
    s("zoho", Entity::Deal, &["recordid", "dealname", "dealowner", "stage"]),
    s("zoho", Entity::Activity, &["callstarttime", "calltype"]),
    s("zoho", Entity::Activity, &["eventowner", "startdatetime"]),
    s("zoho", Entity::Activity, &["taskowner", "duedate", "subject"]),
    s("zoho", Entity::Campaign, &["campaignname", "budgetedcost", "actualcost"]),
    s("zoho", Entity::Contact, &["contactowner", "lastname", "accountid"]),
    s("zoho", Entity::Contact, &["recordid", "contactowner", "accountname"]),
    s("zoho", Entity::Lead, &["leadowner", "leadsource", "leadstatus"]),
    s("zoho", Entity::Company, &["accountname", "accountowner"]),
    s("zoho", Entity::Member, &["userid", "firstname", "lastname", "email"]),
    // HubSpot.
    s("hubspot", Entity::Deal, &["dealname", "dealstage", "pipeline"]),
    s("hubspot", Entity::Activity, &["activitytype", "activitydate"]),
    s("hubspot", Entity::Contact, &["firstname", "lastname", "lifecyclestage"]),
    s("hubspot", Entity::Contact, &["recordid", "firstname", "lastname", "contactowner"]),
    s("hubspot", Entity::Company, &["companyname", "companydomainname"]),
    s("hubspot", Entity::Company, &["recordid", "companyname", "companyowner"]),
    // Freshsales.
    s("freshsales", Entity::Deal, &["dealname", "dealvalue", "dealstage"]),
    s("freshsales", Entity::Deal, &["name", "dealvalue", "salesaccount"]),
    s("freshsales", Entity::Contact, &["firstname", "lastname", "salesaccounts"]),
    s("freshsales", Entity::Company, &["name", "numberofemployees", "industrytype"]),
    // Teamleader.
    s("teamleader", Entity::Deal, &["titel", "klant", "fase"]),
    s("teamleader", Entity::Deal, &["title", "customer", "phase"]),
    s("teamleader", Entity::Company, &["naam", "btwnummer"]),
    s("teamleader", Entity::Contact, &["voornaam", "achternaam", "bedrijf"]),
    // EspoCRM.
    s("espocrm", Entity::Deal, &["name", "accountname", "stage", "amountcurrency"]),
    s("espocrm", Entity::Lead, &["firstname", "lastname", "status", "assignedusername", "source"]),
    s("espocrm", Entity::Contact, &["firstname", "lastname", "accountname", "assignedusername"]),
    s("espocrm", Entity::Company, &["name", "website", "billingaddresscity", "assignedusername"]),
];

/// What a field is called, in the words of [`key`].
type Names = &'static [(&'static str, &'static str)];

const ANY: Names = &[
    (
        "owner",
        "owner ownerid ownername eigenaar verantwoordelijke responsible responsibleuser assigneduser assignedusername \
         assignedto salesrep salesagent salesperson verkoper accountmanager user dealowner contactowner companyowner leadowner \
         accountowner potentialowner opportunityowner callowner eventowner taskowner activityowner salesowner",
    ),
    (
        "created_at",
        "created createdat createddate createdtime createdate creationdate creationtime datecreated dateadded addtime \
         aangemaakt aangemaaktop gemaakt gemaaktop aanmaakdatum createdon toegevoegdop dealcreated personcreated organizationcreated",
    ),
    ("tags", "tags tag labels label"),
    ("source", "leadsource source bron herkomst originalsource leadorigin channel kanaal sourcechannel"),
    (
        "campaign",
        "campaign campagne campaignid campaignname primarycampaignsource campaignsource utmcampaign",
    ),
    ("medium", "medium utmmedium"),
];

const STREET: Names = &[
    (
        "street",
        "street address streetaddress billingstreet mailingstreet billingaddressstreet adres straat address1",
    ),
    (
        "postal_code",
        "postalcode zip zipcode billingpostalcode mailingpostalcode postcode billingaddresspostalcode",
    ),
];

const PLACE: Names = &[
    ("city", "city town billingcity mailingcity stad plaats woonplaats gemeente billingaddresscity"),
    (
        "region",
        "state stateregion region billingstate mailingstate province provincie regio billingaddressstate",
    ),
    ("country", "country land billingcountry mailingcountry countryregion billingaddresscountry"),
];

const COMPANY: Names = &[
    (
        "name",
        "name naam company companyname account accountname organization organizationname organisation bedrijf bedrijfsnaam \
         klant klantnaam customer customername client orgname",
    ),
    ("domain", "companydomainname domain domein"),
    ("website", "website websiteurl url homepage web"),
    ("email", "email emailaddress mail"),
    ("phone", "phone phonenumber telephone telefoon telefoonnummer tel"),
    ("industry", "industry sector branche industrytype"),
    ("employees", "employees numberofemployees employeecount aantalmedewerkers medewerkers aantalwerknemers"),
    ("annual_revenue", "annualrevenue omzet jaaromzet"),
    ("vat_number", "vatnumber vat btw btwnummer"),
    ("register_number", "kvk kvknummer kbo ondernemingsnummer registrationnumber companynumber"),
    ("parent", "parentid parent parentaccount subsidiaryof moederbedrijf parentaccountname"),
    ("customer_since", "customersince klantsinds"),
    ("notes", "description notes note omschrijving notities opmerkingen"),
];

const CONTACT: Names = &[
    ("first_name", "firstname voornaam givenname"),
    ("last_name", "lastname achternaam surname familyname"),
    ("name", "name naam fullname contactname person contact contactpersoon volledigenaam"),
    ("salutation", "salutation aanhef title1 titulatuur"),
    ("job_title", "jobtitle title functie position role functietitel"),
    ("email", "email emailaddress mail emailwork emails workemail primaryemail"),
    ("phone", "phone phonenumber telephone telefoon telefoonnummer work workphone businessphone phonework"),
    ("mobile", "mobile mobilephone mobilephonenumber mobiel gsm cellphone"),
    (
        "company",
        "company companyname account accountid accountname organization organizationname organisation bedrijf \
         associatedcompany associatedcompanyid associatedcompanyids associatedcompanydomain salesaccounts salesaccount companydomain",
    ),
    ("language", "language taal preferredlanguage"),
    ("notes", "description notes note omschrijving notities"),
];

const LEAD: Names = &[
    ("title", "leadtitle subject onderwerp"),
    ("first_name", "firstname voornaam givenname"),
    ("last_name", "lastname achternaam surname familyname"),
    ("name", "name naam fullname leadname contactname"),
    ("company_name", "company companyname accountname organization bedrijf bedrijfsnaam companyaccount"),
    ("job_title", "jobtitle title functie"),
    ("email", "email emailaddress mail"),
    ("phone", "phone phonenumber telephone telefoon mobile mobilephone mobiel gsm"),
    ("website", "website url"),
    ("industry", "industry sector branche"),
    ("value", "value amount waarde bedrag leadvalue opportunityamount"),
    ("product", "product productinterest interest interesse"),
    ("status", "status leadstatus"),
    ("converted", "isconverted converted"),
    ("converted_at", "converteddate convertedat converteddatetime"),
    ("deal", "convertedopportunityid converteddealid"),
    ("company", "convertedaccountid"),
    ("contact", "convertedcontactid"),
    ("notes", "description notes note omschrijving notities"),
];

const DEAL: Names = &[
    (
        "title",
        "title titel name naam dealname dealtitle opportunityname potentialname opportunity deal onderwerp",
    ),
    (
        "company",
        "company companyname account accountid accountname organization organizationname klant customer bedrijf \
         associatedcompany associatedcompanydomain associatedcompanyids salesaccount relatedaccount",
    ),
    (
        "contact",
        "contact contactname contactid contactperson person associatedcontact associatedcontactemail relatedcontacts primarycontact",
    ),
    ("lead", "leadid"),
    (
        "value",
        "value amount waarde bedrag dealvalue closevalue opportunityamount totaal total opportunityamountusd",
    ),
    ("currency", "currency amountcurrency currencyofvalue valuta munt currencyisocode dealcurrency"),
    ("product", "product productname products artikel"),
    ("quantity", "quantity aantal totalopportunityquantity"),
    ("pipeline", "pipeline dealpipeline saleprocess"),
    ("stage", "stage stagename dealstage fase phase salesstage pipelinestage"),
    ("outcome", "outcome result opportunityresult dealstatus status"),
    ("close_date", "closedate closingdate closed closedtime"),
    ("closed_at", "closedat closed wontime losttime actualclosedate closedon gesloten geslotenop sluitdatum"),
    ("expected_close", "expectedclosedate expectedclose verwachtesluitdatum expectedclosingdate"),
    (
        "loss_reason",
        "lossreason lostreason closedlostreason reasonlost verliesreden redenverlies reasonforloss refusalreason",
    ),
    ("competitor", "competitor concurrent maincompetitors competitors"),
    ("notes", "description notes note omschrijving notities nextstep"),
];

const STAGE_HISTORY: Names = &[
    ("deal", "opportunityid dealid opportunityname dealname deal potentialid"),
    ("stage", "stagename stage tostage dealstage fase phase"),
    ("at", "createddate lastmodified date changedat changedon datum at time modifiedtime"),
];

const ACTIVITY: Names = &[
    ("kind", "type activitytype soort"),
    ("subject", "subject onderwerp title titel callmeetingtitlesubject"),
    ("body", "body notesdescription description content omschrijving note notes comments"),
    ("status", "status taskstatus done"),
    ("direction", "direction calltype richting"),
    ("at", "activitydate date datum callstarttime startdatetime start"),
    ("due_at", "duedate taskduedate vervaldatum deadline"),
    ("done_at", "doneat completedtime completedat markedasdonetime"),
    ("minutes", "minutes duration callduration(inminutes) calldurationinminutes minuten"),
    ("outcome", "outcome calloutcome result resultaat"),
    ("company", "company account accountid organization associatedcompany relatedto bedrijf"),
    ("contact", "contact contactid contactname person associatedcontactemail whoid whoidid"),
    ("lead", "lead leadid"),
    ("deal", "deal dealid opportunityid potentialid dealname whatid"),
];

const MEMBER: Names = &[
    ("name", "name naam salesagent fullname user username"),
    ("first_name", "firstname voornaam"),
    ("last_name", "lastname achternaam"),
    ("email", "email emailaddress mail"),
    ("team", "team manager group groep"),
    ("team_parent", "regionaloffice region office regio"),
];
const CAMPAIGN: Names = &[
    ("name", "name campaignname naam campagne"),
    ("source", "type source channel bron"),
    ("starts", "startdate start begindatum"),
    ("ends", "enddate end einddatum"),
    ("cost", "actualcost cost kosten budgetedcost budget"),
];
const PRODUCT: Names = &[
    ("name", "name product productname naam artikel"),
    ("code", "code sku productcode artikelnummer productid"),
    ("family", "series family productfamily category categorie groep group"),
    ("price", "price salesprice unitprice prijs listprice"),
    ("unit", "unit eenheid"),
];
const TEAM: Names = &[("name", "name team naam"), ("parent", "parent region")];
const SOURCE: Names = &[("name", "name source naam bron"), ("channel", "channel kanaal")];
const NAMED: Names = &[("name", "name naam")];

/// Columns that hold the id of a row.
const IDS: &str = "id nr nummer recordid dealid opportunityid potentialid accountid companyid contactid leadid personid organizationid \
    taskid eventid callid activityid campaignid userid prospectid systemid pipedrivesystemid dealpipedrivesystemid";

fn names(entity: Entity) -> &'static [Names] {
    match entity {
        Entity::Skip => &[],
        Entity::Team => &[TEAM],
        Entity::Member => &[MEMBER],
        Entity::Source => &[SOURCE],
        Entity::Campaign => &[CAMPAIGN],
        Entity::Product => &[PRODUCT],
        Entity::LossReason | Entity::Competitor => &[NAMED],
        Entity::Company => &[COMPANY, STREET, PLACE, ANY],
        Entity::Contact => &[CONTACT, STREET, PLACE, ANY],
        Entity::Lead => &[LEAD, PLACE, ANY],
        Entity::Deal => &[DEAL, ANY],
        Entity::StageHistory => &[STAGE_HISTORY],
        Entity::Activity => &[ACTIVITY, ANY],
    }
}

/// Header words as they are compared: folded, letters and digits only.
pub fn key(header: &str) -> String {
    text::fold(header).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The program and kind of a file, by its header; `None` when no known program writes it so.
pub fn recognise(header: &[String]) -> Option<(&'static str, Entity)> {
    let keys: Vec<String> = header.iter().map(|name| key(name)).collect();
    let has = |wanted: &&str| keys.iter().any(|key| key == wanted);
    SIGNATURES
        .iter()
        .find(|signature| signature.headers.iter().all(has))
        .map(|signature| (signature.system, signature.entity))
}

/// The field that a column of an entity's file is likely to be.
pub fn field(entity: Entity, header: &str) -> Option<&'static str> {
    let key = key(header);
    let known = |field: &&'static str| super::entity::takes(entity, field).is_some();
    names(entity)
        .iter()
        .flat_map(|names| names.iter())
        .find(|(_, words)| words.split_whitespace().any(|word| word == key))
        .map(|(field, _)| *field)
        .filter(known)
}

/// May this column hold the id of its row?
pub fn is_id(header: &str) -> bool {
    let key = key(header);
    IDS.split_whitespace().any(|word| word == key)
}

/// What kind of record an unknown file holds: its name decides, else what most columns fit.
pub fn guess(file: &str, header: &[String]) -> Entity {
    const WORDS: [(Entity, &[&str]); 12] = [
        (Entity::StageHistory, &["history", "historie", "stagechange"]),
        (Entity::Activity, &["activit", "call", "task", "event", "meeting", "note", "taken"]),
        (Entity::Deal, &["deal", "opportunit", "potential", "pipeline", "kansen"]),
        (Entity::Lead, &["lead", "prospect"]),
        (Entity::Contact, &["contact", "person", "people"]),
        (Entity::Campaign, &["campaign", "campagne"]),
        (Entity::Member, &["user", "member", "team", "sales_agents", "verkopers"]),
        (Entity::Product, &["product", "artikel"]),
        (Entity::Company, &["account", "compan", "organi", "bedrijven", "klanten", "customer"]),
        (Entity::Source, &["source", "bronnen"]),
        (Entity::LossReason, &["lossreason", "loss_reason"]),
        (Entity::Competitor, &["competitor", "concurrent"]),
    ];
    let name = file.to_lowercase();
    let fits = |entity: Entity| header.iter().filter(|name| field(entity, name).is_some()).count();
    let named = WORDS.iter().find(|(_, words)| words.iter().any(|word| name.contains(word)));
    if let Some((entity, _)) = named
        && fits(*entity) > 0
    {
        return *entity;
    }
    let records = [Entity::Deal, Entity::Lead, Entity::Contact, Entity::Company, Entity::Activity];
    let best = records.into_iter().max_by_key(|entity| (fits(*entity), std::cmp::Reverse(*entity)));
    best.filter(|entity| fits(*entity) >= 3).unwrap_or(Entity::Skip)
}

/// The part of a header before its dash, as Pipedrive writes it: `Deal - Title`.
pub fn section(header: &str) -> Option<(Entity, &str)> {
    let (before, after) = header.split_once(" - ")?;
    let entity = match before.trim() {
        "Organization" => Entity::Company,
        "Person" => Entity::Contact,
        "Lead" => Entity::Lead,
        "Deal" => Entity::Deal,
        "Activity" => Entity::Activity,
        "Product" => Entity::Product,
        _ => return None,
    };
    Some((entity, after.trim().trim_end_matches('*').trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn headers_of_known_programs_are_recognised() {
        for (line, system, entity) in [
            ("Id,IsDeleted,AccountId,IsPrivate,Name,StageName,Amount,CloseDate", "salesforce", Entity::Deal),
            ("Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount", "salesforce", Entity::StageHistory),
            ("Id,IsDeleted,AccountId,LastName,FirstName,Email", "salesforce", Entity::Contact),
            ("Id,LastName,FirstName,Company,Status,IsConverted", "salesforce", Entity::Lead),
            ("Id,IsDeleted,Name,Type,ParentId,BillingCity", "salesforce", Entity::Company),
            (
                "Opportunity Owner,Account Name,Opportunity Name,Stage,Fiscal Period,Amount,Close Date,Created Date",
                "salesforce",
                Entity::Deal,
            ),
            (
                "Potential Name,Potential Owner,Created Time,Closing Date,Amount,Stage,LEADID",
                "zoho",
                Entity::Deal,
            ),
            ("TASKID,Call Start Time,Call Owner,Subject,Call Type", "zoho", Entity::Activity),
            ("Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Deal owner", "hubspot", Entity::Deal),
            ("Company ID,Company Name,Company Domain Name,Industry", "hubspot", Entity::Company),
            ("Deal name,Deal value,Deal stage,Sales account,Expected close date", "freshsales", Entity::Deal),
            ("Titel,Klant,Verantwoordelijke,Fase,Bedrag", "teamleader", Entity::Deal),
            (
                "name,accountName,stage,amount,amountCurrency,closeDate,assignedUserName",
                "espocrm",
                Entity::Deal,
            ),
        ] {
            assert_eq!(recognise(&header(line)), Some((system, entity)), "{line}");
        }
        assert_eq!(recognise(&header("a,b,c")), None);
    }

    #[test]
    fn files_of_unknown_programs_are_guessed() {
        for (file, line, entity) in [
            (
                "sales_pipeline.csv",
                "opportunity_id,sales_agent,product,account,deal_stage,close_value",
                Entity::Deal,
            ),
            ("sales_teams.csv", "sales_agent,manager,regional_office", Entity::Member),
            ("accounts.csv", "account,sector,revenue,employees", Entity::Company),
            ("export.csv", "Voornaam,Achternaam,E-mail,Functie,Mobiel", Entity::Contact),
            ("x.csv", "foo,bar", Entity::Skip),
        ] {
            assert_eq!(guess(file, &header(line)), entity, "{file}");
        }
    }

    #[test]
    fn every_guessed_field_exists() {
        for entity in Entity::ALL {
            for (field, _) in names(entity).iter().flat_map(|names| names.iter()) {
                let touchpoint =
                    ["source", "campaign", "medium"].contains(field) && entity == Entity::Activity;
                assert!(
                    touchpoint || super::super::entity::takes(entity, field).is_some(),
                    "{entity:?} {field}"
                );
            }
        }
    }

    #[test]
    fn pipedrives_sections_are_told_apart() {
        assert_eq!(section("Person - Name*"), Some((Entity::Contact, "Name")));
        assert_eq!(section("Deal - Title"), Some((Entity::Deal, "Title")));
        assert_eq!(section("Title"), None);
    }
}
