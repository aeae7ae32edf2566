//! Folding of text, so that search, sorting and matching forgive accents, case and spacing in the same
//! way on every database.

/// Lower case, accents and other alphabets in plain letters: `Café Müller` → `cafe muller`.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.trim().to_ascii_lowercase();
    }
    deunicode::deunicode(text).trim().to_lowercase()
}

/// The folded words of a text, for search: everything between characters that are not letters or digits.
/// Longer words are cut at 40 characters.
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(40).collect())
        .collect()
}

/// The digits of a phone number without international prefix or leading zeros, so that
/// `+31 (0)20 123 45 67` and `020-1234567` share their tail.
pub fn phone_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A key to compare names by: folded words without spaces, legal forms left out.
/// `GTX Pro` and `GTXPro`, `Bakkerij Smits B.V.` and `bakkerij smits` have the same key.
pub fn match_key(name: &str) -> String {
    const LEGAL_FORMS: [&str; 13] =
        ["bv", "nv", "bvba", "vof", "cv", "ltd", "inc", "llc", "gmbh", "sa", "sarl", "srl", "corp"];
    let folded = fold(name).replace('.', "");
    let parts = words(&folded);
    let kept: Vec<&String> = match parts.split_last() {
        Some((last, rest)) if !rest.is_empty() && LEGAL_FORMS.contains(&last.as_str()) => {
            rest.iter().collect()
        }
        _ => parts.iter().collect(),
    };
    kept.into_iter().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgives_accents_case_and_spacing() {
        for (text, expected) in
            [("Café  Müller", "cafe  muller"), ("ÎLE", "ile"), ("Straße", "strasse"), (" a ", "a")]
        {
            assert_eq!(fold(text), expected);
        }
        assert_eq!(words("d'Hondt & Zn. (Gent)"), ["d", "hondt", "zn", "gent"]);
        assert_eq!(phone_digits("+31 (0)20-123 45 67"), "310201234567");
    }

    #[test]
    fn names_match_without_their_legal_form() {
        assert_eq!(match_key("GTX Pro"), match_key("GTXPro"));
        assert_eq!(match_key("Bakkerij Smits B.V."), match_key("bakkerij smits"));
        assert_eq!(match_key("BV"), "bv", "a name that is only a legal form keeps it");
    }
}
