//! Text folded for finding and sorting: lower case, without accents.

/// The folded form: "Téléphonie Élan" gives "telephonie elan".
pub fn fold_text(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'î' | 'ï' | 'í' | 'ì' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' => folded.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => folded.push('u'),
            'ÿ' | 'ý' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            '’' => folded.push('\''),
            other => folded.push(other),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::fold_text;

    #[test]
    fn accents_case_and_ligatures_fold() {
        for (text, folded) in [
            ("Téléphonie", "telephonie"),
            ("ERP Soins", "erp soins"),
            ("Cœur de réseau", "coeur de reseau"),
            ("L’Hôpital", "l'hopital"),
        ] {
            assert_eq!(fold_text(text), folded);
        }
    }
}
