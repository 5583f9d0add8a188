//! What a file is, by its content. Its sender's word, and its name, only have to agree.

use app::answer::FieldProblem;
use infer::MatcherType;

/// Letters of a name at most.
const LONGEST_NAME: usize = 120;

/// What is accepted: ending, what the content must be, what it is handed out as.
const ACCEPTED: &[(&str, &str, &str)] = &[
    ("png", "image/png", "image/png"),
    ("jpg", "image/jpeg", "image/jpeg"),
    ("jpeg", "image/jpeg", "image/jpeg"),
    ("gif", "image/gif", "image/gif"),
    ("webp", "image/webp", "image/webp"),
    ("heic", "image/heif", "image/heic"),
    ("pdf", "application/pdf", "application/pdf"),
    ("docx", DOCX, DOCX),
    ("xlsx", XLSX, XLSX),
    ("pptx", PPTX, PPTX),
    ("odt", ODT, ODT),
    ("ods", ODS, ODS),
    ("zip", "application/zip", "application/zip"),
    ("gz", "application/gzip", "application/gzip"),
    ("mp4", "video/mp4", "video/mp4"),
    ("webm", "video/webm", "video/webm"),
    ("mov", "video/quicktime", "video/quicktime"),
    ("txt", TEXT, TEXT),
    ("log", TEXT, TEXT),
    ("csv", TEXT, TEXT),
    ("eml", TEXT, TEXT),
];
const TEXT: &str = "text/plain; charset=utf-8";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
const ODT: &str = "application/vnd.oasis.opendocument.text";
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// What it is handed out as.
///
/// # Errors
/// Its kind is not accepted, or it is not what its name says.
pub fn accepted(name: &str, bytes: &[u8]) -> Result<&'static str, FieldProblem> {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    let row = ending.and_then(|ending| ACCEPTED.iter().find(|(known, _, _)| *known == ending));
    let (_, expected, media_type) = row.ok_or(FieldProblem::NotThatKind)?;
    if is(expected, bytes) {
        Ok(media_type)
    } else {
        Err(FieldProblem::NotWhatItsNameSays)
    }
}

fn is(expected: &str, bytes: &[u8]) -> bool {
    if expected == TEXT {
        return is_text(bytes);
    }
    let found = infer::get(bytes).map(|kind| kind.mime_type());
    match (found, expected) {
        // An Office document is an archive; some writers put its parts in an order that is not recognised.
        (Some("application/zip"), DOCX | XLSX | PPTX | ODT | ODS) => true,
        (found, expected) => found == Some(expected),
    }
}

/// Letters and spaces, in UTF-8 or an older code page; no magic of anything but text. A page or a script
/// that calls itself a text is one: it is handed out as plain text.
fn is_text(bytes: &[u8]) -> bool {
    let is_other = infer::get(bytes).is_some_and(|kind| kind.matcher_type() != MatcherType::Text);
    !is_other
        && !bytes.iter().any(|byte| {
            byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)
        })
}

/// The last part of a name, without anything that a file system or a header could take for something else.
pub fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .filter(|letter| !letter.is_control() && !is_hidden(*letter))
        .map(|letter| {
            if "<>:\"|?*;".contains(letter) {
                '_'
            } else {
                letter
            }
        })
        .collect();
    let kept = kept.trim().trim_start_matches('.');
    let letters = kept.chars().count();
    if kept.is_empty() {
        return "fichier".to_owned();
    }
    // The ending stays.
    kept.chars()
        .skip(letters.saturating_sub(LONGEST_NAME))
        .collect()
}

/// Letters that turn a name around or are not seen: "rechnung\u{202e}fdp.exe".
const fn is_hidden(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3";
    const ELF: &[u8] = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0";
    const EXE: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0";

    #[test]
    fn a_file_is_what_its_content_and_its_name_say() {
        use FieldProblem::{NotThatKind, NotWhatItsNameSays};
        for (name, bytes, expected) in [
            ("écran.PNG", PNG, Ok("image/png")),
            ("devis.pdf", PDF, Ok("application/pdf")),
            ("journal.log", "l’erreur\r\n".as_bytes(), Ok(TEXT)),
            ("ancien.txt", b"\xe9t\xe9 1998\n", Ok(TEXT)),
            ("page.txt", b"<script>alert(1)</script>", Ok(TEXT)),
            ("devis.pdf", EXE, Err(NotWhatItsNameSays)),
            ("photo.jpg", PNG, Err(NotWhatItsNameSays)),
            ("notes.txt", ELF, Err(NotWhatItsNameSays)),
            ("notes.txt", PDF, Err(NotWhatItsNameSays)),
            ("notes.txt", b"a\0b", Err(NotWhatItsNameSays)),
            ("setup.exe", EXE, Err(NotThatKind)),
            ("page.html", b"<html>", Err(NotThatKind)),
            ("dessin.svg", b"<svg/>", Err(NotThatKind)),
            ("sans-fin", PNG, Err(NotThatKind)),
            ("devis.pdf.js", PDF, Err(NotThatKind)),
        ] {
            assert_eq!(accepted(name, bytes), expected, "{name}");
        }
    }

    #[test]
    fn the_form_offers_what_is_accepted() {
        let accepted: Vec<String> = ACCEPTED
            .iter()
            .map(|(ending, _, _)| format!(".{ending}"))
            .collect();
        assert_eq!(app::interventions::file_form::ENDINGS, accepted.join(","));
    }

    #[test]
    fn a_name_is_only_a_name() {
        for (given, kept) in [
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\Users\\moi\\écran.png", "écran.png"),
            ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
            ("\u{202e}fdp.exe", "fdp.exe"),
            (".htaccess.txt", "htaccess.txt"),
            (" \t ", "fichier"),
        ] {
            assert_eq!(safe_name(given), kept);
        }
        let long = format!("{}.png", "é".repeat(400));
        let kept = safe_name(&long);
        assert!(kept.ends_with(".png") && kept.chars().count() == LONGEST_NAME);
    }
}
