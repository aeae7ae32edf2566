//! The sentences behind the codes, in English and Dutch. Every code of the program is here; a test
//! walks the sources for codes without words.

use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

/// The reader's language: the first of `Accept-Language` that we speak, else English.
pub fn language(headers: &HeaderMap) -> &'static str {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    for tag in wanted.split(',') {
        match tag.trim().get(..2) {
            Some("nl") => return "nl",
            Some("en") => return "en",
            _ => {}
        }
    }
    "en"
}

/// Code, English title and detail, Dutch title and detail. `{name}` is filled from the parameters.
const PROBLEMS: &[(&str, [&str; 2], [&str; 2])] = &[
    (
        "not_logged_in",
        ["Not logged in", "Log in and try again."],
        ["Niet ingelogd", "Log in en probeer het opnieuw."],
    ),
    (
        "wrong_login",
        ["That did not match", "The e-mail address or password is not right."],
        ["Dat klopt niet", "Het e-mailadres of wachtwoord is niet juist."],
    ),
    (
        "too_many_attempts",
        ["Too many attempts", "Wait {seconds} seconds and try again."],
        ["Te veel pogingen", "Wacht {seconds} seconden en probeer het opnieuw."],
    ),
    (
        "too_many_requests",
        ["Too many requests", "Wait {seconds} seconds and try again."],
        ["Te veel verzoeken", "Wacht {seconds} seconden en probeer het opnieuw."],
    ),
    (
        "too_many_streams",
        ["Too many windows", "At most {most} windows of yours can be kept up to date at once. Close one."],
        [
            "Te veel vensters",
            "Hoogstens {most} vensters van jou kunnen tegelijk bijgewerkt worden. Sluit er een.",
        ],
    ),
    (
        "session_needed",
        ["Only in the browser", "An API token cannot do this. Log in and do it there."],
        ["Alleen in de browser", "Een API-token kan dit niet. Log in en doe het daar."],
    ),
    (
        "member_inactive",
        ["Not active", "This member has left. Make him active first."],
        ["Niet actief", "Dit lid is vertrokken. Maak het lid eerst actief."],
    ),
    (
        "joined_already",
        ["Joined already", "This member can log in already."],
        ["Doet al mee", "Dit lid kan al inloggen."],
    ),
    (
        "foreign_origin",
        ["From another site", "This change did not come from Trechter's own pages, so it was not made."],
        [
            "Van een andere site",
            "Deze wijziging kwam niet van Trechters eigen pagina's en is niet doorgevoerd.",
        ],
    ),
    (
        "forbidden",
        ["Not allowed", "Your role does not allow this. Ask an owner of the workspace."],
        ["Niet toegestaan", "Je rol laat dit niet toe. Vraag het een eigenaar van de werkruimte."],
    ),
    (
        "token_scope",
        ["Not allowed for this token", "This API token may not do this. Make one with the scope {scope}."],
        ["Niet toegestaan voor dit token", "Dit API-token mag dit niet. Maak er een met het bereik {scope}."],
    ),
    (
        "not_found",
        ["Not found", "There is no such thing, or it is not yours to see."],
        ["Niet gevonden", "Dit bestaat niet, of je kunt het niet zien."],
    ),
    (
        "method_not_allowed",
        ["Not possible here", "This address does not take that kind of request."],
        ["Hier niet mogelijk", "Dit adres kent dat soort verzoek niet."],
    ),
    (
        "invalid",
        ["Not valid", "Some fields need another value. Nothing was saved."],
        ["Niet geldig", "Sommige velden moeten anders. Er is niets opgeslagen."],
    ),
    (
        "invalid_json",
        ["Not readable", "The body is not valid JSON for this request: {reason}"],
        ["Niet leesbaar", "De inhoud is geen geldige JSON voor dit verzoek: {reason}"],
    ),
    (
        "invalid_query",
        ["Not readable", "The address holds a value that does not fit: {reason}"],
        ["Niet leesbaar", "Het adres bevat een waarde die niet past: {reason}"],
    ),
    (
        "invalid_cursor",
        [
            "The list has changed",
            "This page does not belong to the list as it is asked for now. Begin at the first page.",
        ],
        [
            "De lijst is veranderd",
            "Deze bladzijde hoort niet bij de lijst zoals die nu gevraagd wordt. Begin bij de eerste bladzijde.",
        ],
    ),
    (
        "too_large",
        ["Too large", "At most {most} is taken here. Nothing was saved."],
        ["Te groot", "Hier past hoogstens {most}. Er is niets opgeslagen."],
    ),
    (
        "broken_off",
        ["Broken off", "The file did not arrive whole. Try again."],
        ["Afgebroken", "Het bestand kwam niet heel aan. Probeer het opnieuw."],
    ),
    (
        "content_missing",
        ["Content missing", "The content of this file is not on disk. Restore it from a backup."],
        [
            "Inhoud ontbreekt",
            "De inhoud van dit bestand staat niet op schijf. Zet hem terug uit een back-up.",
        ],
    ),
    (
        "too_many_rows",
        ["Too many rows", "An XLSX file takes {most} rows here. Filter the list, or take CSV."],
        ["Te veel rijen", "In een XLSX-bestand passen hier {most} rijen. Filter de lijst, of kies CSV."],
    ),
    (
        "if_match_missing",
        ["Version missing", "Send the ETag of the last read in If-Match, so that nobody's change is lost."],
        [
            "Versie ontbreekt",
            "Stuur de ETag van de laatste keer lezen mee in If-Match, zodat niemands wijziging verloren gaat.",
        ],
    ),
    (
        "changed_meanwhile",
        [
            "Changed meanwhile",
            "Somebody changed the same fields. Your change was not saved; choose which values to keep.",
        ],
        [
            "Intussen gewijzigd",
            "Iemand heeft dezelfde velden gewijzigd. Je wijziging is niet opgeslagen; kies welke waarden blijven.",
        ],
    ),
    (
        "changed_since",
        [
            "Changed since",
            "This cannot be undone any more: {title} was changed or used since. Nothing was taken back.",
        ],
        [
            "Sindsdien gewijzigd",
            "Dit kan niet meer ongedaan worden gemaakt: {title} is sindsdien gewijzigd of gebruikt. Er is niets teruggedraaid.",
        ],
    ),
    (
        "stage_gone",
        [
            "The stage is gone",
            "The stage that this deal stood in is no longer in use. Move the deal to another stage, or take it out of the bin there.",
        ],
        [
            "De fase is weg",
            "De fase waarin deze deal stond is niet meer in gebruik. Verplaats de deal naar een andere fase, of haal hem daar uit de prullenbak.",
        ],
    ),
    (
        "not_open",
        ["Not open any more", "This deal is closed. Reopen it first."],
        ["Niet meer open", "Deze deal is gesloten. Heropen hem eerst."],
    ),
    ("not_closed", ["Not closed", "This deal is open already."], ["Niet gesloten", "Deze deal is al open."]),
    (
        "elsewhere",
        ["Moved meanwhile", "Somebody moved this deal to another stage. Look again before you move it."],
        [
            "Intussen verplaatst",
            "Iemand heeft deze deal naar een andere fase verplaatst. Kijk opnieuw voor je hem verplaatst.",
        ],
    ),
    (
        "lead_closed",
        ["Closed already", "This lead is disqualified or converted already."],
        ["Al afgesloten", "Deze lead is al afgewezen of omgezet."],
    ),
    (
        "not_planned",
        ["Not planned any more", "This activity is done or cancelled already."],
        ["Niet meer gepland", "Deze activiteit is al gedaan of geannuleerd."],
    ),
    (
        "removed",
        ["In the bin", "Take it out of the bin first."],
        ["In de prullenbak", "Haal het eerst uit de prullenbak."],
    ),
    (
        "not_removed",
        ["Not in the bin", "It is not in the bin."],
        ["Niet in de prullenbak", "Het ligt niet in de prullenbak."],
    ),
    (
        "merged_already",
        ["Merged already", "One of the two was merged before."],
        ["Al samengevoegd", "Een van de twee is al eerder samengevoegd."],
    ),
    (
        "merge_out_of_scope",
        [
            "More than you may change",
            "Records that you may not see hang on it. Ask somebody who sees all records to merge the two.",
        ],
        [
            "Meer dan je mag wijzigen",
            "Er hangen gegevens aan die je niet mag zien. Vraag iemand die alles ziet om de twee samen te voegen.",
        ],
    ),
    (
        "does_not_fold",
        ["A defect", "This cannot be stored. Nothing was changed; please report it."],
        ["Een fout", "Dit kan niet worden opgeslagen. Er is niets gewijzigd; meld het alsjeblieft."],
    ),
    (
        "last_owner",
        ["The last owner", "A workspace needs an owner who can log in. Make somebody else owner first."],
        [
            "De laatste eigenaar",
            "Een werkruimte heeft een eigenaar nodig die kan inloggen. Maak eerst iemand anders eigenaar.",
        ],
    ),
    (
        "set_up_already",
        ["Set up already", "This installation has a workspace. Log in."],
        ["Al ingericht", "Deze installatie heeft al een werkruimte. Log in."],
    ),
    (
        "link_expired",
        ["This link no longer works", "Ask for a new one."],
        ["Deze link werkt niet meer", "Vraag om een nieuwe."],
    ),
    (
        "batch_running",
        ["Still running", "Wait until it is finished, or cancel it."],
        ["Loopt nog", "Wacht tot het klaar is, of breek het af."],
    ),
    (
        "batch_not_finished",
        ["Not finished", "Only a finished import can be undone."],
        ["Niet afgerond", "Alleen een afgeronde import kan ongedaan worden gemaakt."],
    ),
    (
        "partly_refused",
        ["Not all were changed", "{refused} of {total} were refused, so none was changed."],
        ["Niet alles is gewijzigd", "{refused} van {total} konden niet, dus is er niets gewijzigd."],
    ),
    (
        "database_away",
        ["The database is away", "Nothing was saved. Try again in a moment."],
        ["De database is weg", "Er is niets opgeslagen. Probeer het zo opnieuw."],
    ),
    (
        "busy",
        ["Busy", "Nothing was saved. Try again in a moment."],
        ["Druk", "Er is niets opgeslagen. Probeer het zo opnieuw."],
    ),
    (
        "disk_full",
        ["The disk is full", "Nothing was saved. Reading goes on; make room on the server and try again."],
        [
            "De schijf is vol",
            "Er is niets opgeslagen. Lezen kan nog; maak ruimte op de server en probeer het opnieuw.",
        ],
    ),
    (
        "timeout",
        ["That took too long", "Try again, or ask for less at once."],
        ["Dat duurde te lang", "Probeer het opnieuw, of vraag minder tegelijk."],
    ),
    (
        "import_not_now",
        ["Not possible now", "This import is {state}. Look at it again before you go on."],
        ["Nu niet mogelijk", "Deze import is {state}. Kijk opnieuw voor je verdergaat."],
    ),
    (
        "import_too_large",
        ["Too large", "{file} is larger than an import takes. Send fewer rows at once."],
        ["Te groot", "{file} is groter dan een import aankan. Stuur minder rijen tegelijk."],
    ),
    (
        "import_not_a_table",
        ["Not a table", "{file} is not a CSV file or workbook. Export it again, as CSV or XLSX."],
        ["Geen tabel", "{file} is geen CSV-bestand of werkmap. Exporteer het opnieuw, als CSV of XLSX."],
    ),
    (
        "import_empty",
        ["Empty", "{file} has no header or no rows."],
        ["Leeg", "{file} heeft geen kopregel of geen rijen."],
    ),
    (
        "import_unknown_encoding",
        ["Unknown encoding", "The encoding that the mapping names for {file} does not exist."],
        ["Onbekende codering", "De codering die de koppeling noemt voor {file} bestaat niet."],
    ),
    (
        "import_files_gone",
        ["The files are gone", "Send them again in a new import."],
        ["De bestanden zijn weg", "Stuur ze opnieuw in een nieuwe import."],
    ),
    (
        "import_mapping",
        ["The mapping does not fit", "Some columns need another field. Nothing was imported."],
        ["De koppeling past niet", "Sommige kolommen moeten naar een ander veld. Er is niets ingelezen."],
    ),
    (
        "import_not_a_mapping",
        ["Not a mapping file", "The mapping cannot be read: {reason}"],
        ["Geen koppelingsbestand", "De koppeling is niet leesbaar: {reason}"],
    ),
    (
        "defect",
        ["Something went wrong", "Nothing was saved. The request's number is in the log."],
        ["Er ging iets mis", "Er is niets opgeslagen. Het nummer van het verzoek staat in het logboek."],
    ),
];

/// Code, English, Dutch.
const FIELDS: &[(&str, [&str; 2])] = &[
    (
        "import_not_a_date",
        [
            "This is not a date in the order that the mapping names.",
            "Dit is geen datum in de volgorde die de koppeling noemt.",
        ],
    ),
    ("import_not_a_number", ["This is not a number.", "Dit is geen getal."]),
    ("import_not_an_amount", ["This is not an amount.", "Dit is geen bedrag."]),
    ("import_not_yes_or_no", ["This is not yes or no.", "Dit is geen ja of nee."]),
    (
        "import_no_name",
        [
            "The row has no name; its website is taken for one.",
            "De rij heeft geen naam; de website is ervoor gebruikt.",
        ],
    ),
    (
        "import_unknown_word",
        [
            "The mapping does not say what this value means.",
            "De koppeling zegt niet wat deze waarde betekent.",
        ],
    ),
    (
        "import_unknown_entry",
        [
            "This name is not in the list, and the mapping does not let it be made.",
            "Deze naam staat niet in de lijst, en de koppeling laat hem niet aanmaken.",
        ],
    ),
    (
        "import_unknown_stage",
        ["The mapping does not say which stage this is.", "De koppeling zegt niet welke fase dit is."],
    ),
    (
        "import_repeated_id",
        [
            "Another row of the file has the same id and says something else.",
            "Een andere rij van het bestand heeft hetzelfde nummer en zegt iets anders.",
        ],
    ),
    ("import_no_deal", ["The row names no deal or no stage.", "De rij noemt geen deal of geen fase."]),
    (
        "import_no_closing_date",
        [
            "Closed without a date: it counts as closed when it was imported.",
            "Gesloten zonder datum: telt als gesloten bij het inlezen.",
        ],
    ),
    (
        "import_closed_in_the_future",
        [
            "Closed in the future: it counts as closed when it was imported.",
            "Gesloten in de toekomst: telt als gesloten bij het inlezen.",
        ],
    ),
    (
        "import_closed_before_created",
        [
            "Closed before it was created. Both dates are kept as they are and left out of durations.",
            "Gesloten voor het aangemaakt was. Beide datums blijven staan en tellen niet mee in doorlooptijden.",
        ],
    ),
    (
        "import_link_not_found",
        [
            "The other record was not found; the link is left empty.",
            "Het andere gegeven is niet gevonden; de verwijzing blijft leeg.",
        ],
    ),
    (
        "import_ambiguous_name",
        [
            "Several records have this name; the first one was taken.",
            "Meerdere gegevens hebben deze naam; het eerste is gekozen.",
        ],
    ),
    (
        "import_edited_here",
        [
            "Edited here since the last import; the edit was kept.",
            "Hier gewijzigd sinds de vorige import; die wijziging is gebleven.",
        ],
    ),
    (
        "import_gone",
        [
            "The record is no longer here; the row was left out.",
            "Het gegeven is er niet meer; de rij is overgeslagen.",
        ],
    ),
    (
        "import_kept",
        [
            "Edited or used since the import, so it was kept.",
            "Gewijzigd of gebruikt sinds de import, dus gebleven.",
        ],
    ),
    (
        "import_nothing",
        ["Say of at least one file what it holds.", "Zeg van ten minste een bestand wat erin staat."],
    ),
    (
        "import_no_such_file",
        ["None of the files is in the mapping.", "Geen van de bestanden staat in de koppeling."],
    ),
    ("import_no_such_column", ["The file has no such column.", "Het bestand heeft deze kolom niet."]),
    (
        "import_no_such_field",
        ["This kind of record has no such field.", "Dit soort gegeven heeft dit veld niet."],
    ),
    (
        "import_no_pipeline",
        [
            "This pipeline does not exist. Name its stages to have it made.",
            "Deze pijplijn bestaat niet. Noem de fasen om haar te laten maken.",
        ],
    ),
    (
        "lead_closed",
        ["This lead is disqualified or converted already.", "Deze lead is al afgewezen of omgezet."],
    ),
    ("not_open", ["This deal is closed already.", "Deze deal is al gesloten."]),
    ("removed", ["In the bin; the row was left out.", "In de prullenbak; de rij is overgeslagen."]),
    (
        "merged_already",
        [
            "Merged with another record; the row was left out.",
            "Samengevoegd met een ander gegeven; de rij is overgeslagen.",
        ],
    ),
    ("required", ["Fill this in.", "Vul dit in."]),
    ("unknown", ["This does not exist (any more).", "Dit bestaat niet (meer)."]),
    (
        "not_in_use",
        [
            "This is in the bin or was merged into another one. Choose one that is in use.",
            "Dit ligt in de prullenbak of is samengevoegd met een ander. Kies er een die in gebruik is.",
        ],
    ),
    ("unknown_field", ["There is no such field.", "Dit veld bestaat niet."]),
    ("read_only", ["This cannot be changed here.", "Dit kan hier niet worden gewijzigd."]),
    ("wrong_type", ["This kind of value does not fit here.", "Dit soort waarde past hier niet."]),
    (
        "wrong_operator",
        ["This field cannot be compared in that way.", "Dit veld kan niet zo worden vergeleken."],
    ),
    ("too_long", ["Too long.", "Te lang."]),
    ("too_short", ["At least {shortest} characters.", "Ten minste {shortest} tekens."]),
    ("too_many", ["Too many.", "Te veel."]),
    ("out_of_range", ["This number is too large or too small.", "Dit getal is te groot of te klein."]),
    ("negative", ["This cannot be negative.", "Dit kan niet negatief zijn."]),
    ("not_a_percentage", ["A percentage from 0 to 100.", "Een percentage van 0 tot 100."]),
    ("not_an_email", ["This is not an e-mail address.", "Dit is geen e-mailadres."]),
    (
        "not_a_slug",
        ["Small letters, digits and underscores only.", "Alleen kleine letters, cijfers en lage streepjes."],
    ),
    (
        "name_email_or_phone_required",
        [
            "Fill in a name, e-mail address or phone number.",
            "Vul een naam, e-mailadres of telefoonnummer in.",
        ],
    ),
    ("points_at_itself", ["It cannot point at itself.", "Het kan niet naar zichzelf verwijzen."]),
    ("before_start", ["The end lies before the start.", "Het einde ligt voor het begin."]),
    ("in_the_future", ["This lies in the future.", "Dit ligt in de toekomst."]),
    (
        "before_last_change",
        ["Something happened after that time already.", "Na dat moment is er al iets gebeurd."],
    ),
    ("in_the_past", ["This lies in the past.", "Dit ligt in het verleden."]),
    ("taken", ["This is in use already.", "Dit is al in gebruik."]),
    ("ids_must_differ", ["Each needs an id of its own.", "Elk heeft een eigen id nodig."]),
    (
        "still_in_use",
        ["Records still stand here. Move them first.", "Hier staan nog gegevens. Verplaats ze eerst."],
    ),
    ("not_a_share", ["A share from 0 to 1: 0.25 is 25%.", "Een aandeel van 0 tot 1: 0,25 is 25%."]),
    (
        "not_hours",
        [
            "Working hours begin before they end, within the day and without overlap. A day that is worked needs them.",
            "Werktijden beginnen voor ze eindigen, binnen de dag en zonder overlap. Een werkdag heeft ze nodig.",
        ],
    ),
    (
        "day_named_twice",
        ["A day is named once: as closed or as open.", "Noem een dag een keer: als gesloten of als open."],
    ),
    (
        "own_currency",
        [
            "This is the workspace's own currency: its rate is always 1.",
            "Dit is de eigen valuta van de werkruimte: die koers is altijd 1.",
        ],
    ),
    (
        "not_own_currency",
        ["Enter this in the workspace's currency.", "Vul dit in de valuta van de werkruimte in."],
    ),
    (
        "not_a_rate",
        [
            "A rate is above 0, with at most 12 decimals.",
            "Een koers is groter dan 0 en heeft hoogstens 12 decimalen.",
        ],
    ),
    (
        "already_entered",
        [
            "There is a rate for this currency and day already. Change that one.",
            "Voor deze valuta en dag is er al een koers. Wijzig die.",
        ],
    ),
    (
        "not_a_period_start",
        [
            "Give the first day of the month, quarter or year.",
            "Geef de eerste dag van de maand, het kwartaal of het jaar.",
        ],
    ),
    (
        "target_exists",
        [
            "There is a target for this metric, person or team, and period already. Change that one.",
            "Voor deze maat, persoon of team en periode is er al een doel. Wijzig dat.",
        ],
    ),
    ("money_expected", ["An amount of money is expected.", "Hier hoort een bedrag."]),
    ("number_expected", ["A number is expected.", "Hier hoort een getal."]),
    ("given_twice", ["This is given twice.", "Dit staat er twee keer."]),
    ("changed_since", ["Changed since.", "Sindsdien gewijzigd."]),
    ("changed_meanwhile", ["Changed by somebody else.", "Door iemand anders gewijzigd."]),
    ("wrong_password", ["This is not your password.", "Dit is niet je wachtwoord."]),
    (
        "idempotency_key_reused",
        ["This key was used for another request.", "Deze sleutel is al voor een ander verzoek gebruikt."],
    ),
];

fn fill(text: &str, params: &Map<String, Value>) -> String {
    let mut filled = text.to_owned();
    for (name, value) in params {
        let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        filled = filled.replace(&format!("{{{name}}}"), &words);
    }
    filled
}

/// Title and sentence of a problem.
pub fn problem(language: &str, code: &str, params: &Map<String, Value>) -> (&'static str, String) {
    let known = PROBLEMS.iter().find(|(known, ..)| *known == code);
    let (_, english, dutch) = known.unwrap_or(&PROBLEMS[PROBLEMS.len() - 1]);
    let [title, detail] = if language == "nl" { dutch } else { english };
    (title, fill(detail, params))
}

/// The sentence for a field.
pub fn field(language: &str, code: &str, params: &Map<String, Value>) -> String {
    match FIELDS.iter().find(|(known, _)| *known == code) {
        Some((_, [english, dutch])) => fill(if language == "nl" { dutch } else { english }, params),
        None => code.to_owned(),
    }
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
