//! Prints the manual's page about the numbers, in `en` or `nl`.

use trechter_measure::definitions::{Language, page};

fn main() -> Result<(), String> {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let language = Language::ALL.into_iter().find(|language| language.key() == wanted);
    print!("{}", page(language.ok_or("say en or nl")?));
    Ok(())
}
