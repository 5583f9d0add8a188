//! What went wrong, as a sentence, and what to do about it.

use super::format::{NARROW, duration};
use super::{Lang, common};
use crate::answer::{AppError, FieldProblem};
use crate::domain::time::SECOND_MS;

/// What happened.
pub fn error_title(lang: Lang, error: &AppError) -> &'static str {
    let text = common(lang);
    match (lang, error) {
        (_, AppError::NotFound) => text.not_found,
        (_, AppError::Forbidden) => text.forbidden,
        (_, AppError::Internal { .. }) => text.failed,
        (_, AppError::Invalid { .. }) => text.form_has_errors,
        (Lang::Fr, AppError::OnlyLooking) => "Vous regardez le portail comme un contact.",
        (Lang::En, AppError::OnlyLooking) => "You are looking at the portal as a contact.",
        (Lang::Fr, AppError::SignInNeeded) => "Connectez-vous pour voir cette page.",
        (Lang::Fr, AppError::WrongCredentials) => "L’adresse ou le mot de passe ne convient pas.",
        (Lang::Fr, AppError::Throttled { .. }) => "Trop d’essais.",
        (Lang::Fr, AppError::Conflict) => "Quelqu’un l’a modifié entre-temps.",
        (Lang::Fr, AppError::NotNow { .. }) => "Ce n’est plus possible à ce stade.",
        (Lang::Fr, AppError::LinkDead) => "Ce lien n’est plus valable.",
        (Lang::Fr, AppError::Busy) => "Le service est momentanément surchargé.",
        (Lang::Fr, AppError::Unfit { .. }) => "Cette demande ne peut pas être traitée.",
        (Lang::En, AppError::Unfit { .. }) => "This request cannot be taken.",
        (Lang::En, AppError::SignInNeeded) => "Sign in to see this page.",
        (Lang::En, AppError::WrongCredentials) => "The address or the password is not right.",
        (Lang::En, AppError::Throttled { .. }) => "Too many attempts.",
        (Lang::En, AppError::Conflict) => "Somebody changed it meanwhile.",
        (Lang::En, AppError::NotNow { .. }) => "This is no longer possible at this stage.",
        (Lang::En, AppError::LinkDead) => "This link is no longer valid.",
        (Lang::En, AppError::Busy) => "The service is overloaded for a moment.",
    }
}

/// What to do now.
pub fn error_help(lang: Lang, error: &AppError) -> String {
    let text = common(lang);
    let help = match (lang, error) {
        (_, AppError::NotFound) => text.not_found_help,
        (_, AppError::Forbidden) => text.forbidden_help,
        (_, AppError::Internal { .. }) => text.failed_help,
        (Lang::Fr, AppError::Throttled { retry_after_s }) => {
            return format!(
                "Réessayez dans {}.",
                duration(lang, i64::from(*retry_after_s) * SECOND_MS)
            );
        }
        (Lang::En, AppError::Throttled { retry_after_s }) => {
            return format!(
                "Try again in {}.",
                duration(lang, i64::from(*retry_after_s) * SECOND_MS)
            );
        }
        (Lang::Fr, AppError::Busy) => {
            return format!(
                "Rien n’a été enregistré. Réessayez dans un instant{NARROW}; si cela presse, appelez-nous."
            );
        }
        (Lang::En, AppError::Busy) => {
            "Nothing was kept. Try again in a moment; if it is urgent, call us."
        }
        (Lang::Fr, AppError::Unfit { status }) => unfit_fr(*status),
        (Lang::En, AppError::Unfit { status }) => unfit_en(*status),
        (Lang::Fr, AppError::OnlyLooking) => {
            "Rien ne peut être modifié à sa place, et son compte reste privé. Quittez cette vue pour retrouver votre poste."
        }
        (Lang::En, AppError::OnlyLooking) => {
            "Nothing can be changed in their place, and their account stays private. Leave this view to go back to your desk."
        }
        (Lang::Fr, AppError::SignInNeeded) => "Votre session a pris fin ou n’a pas commencé.",
        (Lang::Fr, AppError::WrongCredentials) => {
            "Vérifiez les deux. Si vous les avez oubliés, appelez-nous."
        }
        (Lang::Fr, AppError::Invalid { .. }) => {
            "Chaque champ à revoir le dit à côté de lui. Rien n’a été envoyé."
        }
        (Lang::Fr, AppError::Conflict) => {
            "Relisez ce qui a changé, puis recommencez. Votre texte est gardé."
        }
        (Lang::Fr, AppError::NotNow { .. }) => {
            "L’intervention a avancé depuis. Votre texte est gardé."
        }
        (Lang::Fr, AppError::LinkDead) => {
            "Il a déjà servi ou a expiré. Appelez-nous pour en recevoir un autre."
        }
        (Lang::En, AppError::SignInNeeded) => "Your session has ended or never began.",
        (Lang::En, AppError::WrongCredentials) => {
            "Check both. If you have forgotten them, call us."
        }
        (Lang::En, AppError::Invalid { .. }) => {
            "Each field to look at again says so beside it. Nothing was sent."
        }
        (Lang::En, AppError::Conflict) => {
            "Read what has changed, then try again. Your text is kept."
        }
        (Lang::En, AppError::NotNow { .. }) => "The intervention has moved on. Your text is kept.",
        (Lang::En, AppError::LinkDead) => {
            "It was used already or has expired. Call us for another one."
        }
    };
    help.to_owned()
}

const fn unfit_fr(status: u16) -> &'static str {
    match status {
        403 => "Elle vient d’un autre site. Reprenez depuis une page de ce portail.",
        405 => "Cette adresse ne s’utilise pas ainsi. Reprenez depuis l’accueil.",
        413 => "Ce qui est envoyé est trop volumineux. Raccourcissez, puis recommencez.",
        _ => "Elle n’a pas la forme attendue. Reprenez depuis l’accueil.",
    }
}

const fn unfit_en(status: u16) -> &'static str {
    match status {
        403 => "It comes from another site. Start again from a page of this portal.",
        405 => "This address is not used that way. Start again from the overview.",
        413 => "What was sent is too large. Shorten it, then try again.",
        _ => "It does not have the expected form. Start again from the overview.",
    }
}

/// What to change in a field.
pub const fn field_problem(lang: Lang, problem: FieldProblem) -> &'static str {
    use FieldProblem as P;
    match (lang, problem) {
        (Lang::Fr, P::Missing) => "À remplir.",
        (Lang::Fr, P::TooShort) => "Trop court.",
        (Lang::Fr, P::TooLong) => "Trop long.",
        (Lang::Fr, P::Unknown) => "Ce choix n’existe pas.",
        (Lang::Fr, P::NotAnEmail) => "Ce n’est pas une adresse e-mail.",
        (Lang::Fr, P::NotAPhoneNumber) => "Ce n’est pas un numéro de téléphone.",
        (Lang::Fr, P::InTheFuture) => "Cet instant n’est pas encore passé.",
        (Lang::Fr, P::TooOld) => "Cet instant est trop ancien.",
        (Lang::Fr, P::DoesNotMatch) => "Les deux saisies diffèrent.",
        (Lang::Fr, P::TooCommon) => "Trop facile à deviner.",
        (Lang::Fr, P::NotADate) => "Ce n’est pas une date.",
        (Lang::Fr, P::NotANumber) => "Ce n’est pas un nombre possible ici.",
        (Lang::Fr, P::NotHours) => {
            "Ces heures ne se lisent pas. Par exemple : 08:00-12:00, 14:00-18:00."
        }
        (Lang::Fr, P::Reversed) => "Une plage se termine avant de commencer.",
        (Lang::Fr, P::Overlaps) => "Deux plages se chevauchent.",
        (Lang::Fr, P::NotADelay) => {
            "Ce délai ne se lit pas. Par exemple : 30 min, 4 h, J+1, J+5 fin."
        }
        (Lang::Fr, P::Contradicts) => "Cela contredit le reste : relisez cette ligne.",
        (Lang::Fr, P::Taken) => "Cela existe déjà.",
        (Lang::Fr, P::Quoted) => "Une prestation s’appuie encore dessus.",
        (Lang::Fr, P::TooEarly) => {
            "C’est trop tôt : la version précédente commence alors, ou plus tard."
        }
        (Lang::Fr, P::NotThatKind) => {
            "Ce type de fichier n’est pas accepté : images, PDF, documents bureautiques, textes, vidéos ou archives zip."
        }
        (Lang::Fr, P::NotWhatItsNameSays) => {
            "Le contenu n’est pas celui que son nom annonce : rien n’a été gardé."
        }
        (Lang::Fr, P::TooLarge) => "Trop volumineux : 10 Mo au plus par fichier.",
        (Lang::Fr, P::Full) => "Il n’y a plus de place pour des fichiers ici.",
        (Lang::Fr, P::Repeats) => "La raison répète ce qui doit être effacé.",
        (Lang::Fr, P::Infected) => "L’antivirus le refuse : rien n’a été gardé.",
        (Lang::En, P::NotThatKind) => {
            "This kind of file is not accepted: images, PDF, office documents, texts, videos or zip archives."
        }
        (Lang::En, P::NotWhatItsNameSays) => {
            "The content is not what its name announces: nothing was kept."
        }
        (Lang::En, P::TooLarge) => "Too large: 10 MB a file at most.",
        (Lang::En, P::Full) => "There is no more room for files here.",
        (Lang::En, P::Repeats) => "The reason repeats what is to be erased.",
        (Lang::En, P::Infected) => "The virus scanner refuses it: nothing was kept.",
        (Lang::En, P::Missing) => "Fill this in.",
        (Lang::En, P::TooShort) => "Too short.",
        (Lang::En, P::TooLong) => "Too long.",
        (Lang::En, P::Unknown) => "There is no such choice.",
        (Lang::En, P::NotAnEmail) => "This is not an e-mail address.",
        (Lang::En, P::NotAPhoneNumber) => "This is not a telephone number.",
        (Lang::En, P::InTheFuture) => "This instant has not come yet.",
        (Lang::En, P::TooOld) => "This instant is too long ago.",
        (Lang::En, P::DoesNotMatch) => "The two entries differ.",
        (Lang::En, P::TooCommon) => "Too easy to guess.",
        (Lang::En, P::NotADate) => "This is not a date.",
        (Lang::En, P::NotANumber) => "This is not a number that fits here.",
        (Lang::En, P::NotHours) => {
            "These hours cannot be read. For instance: 08:00-12:00, 14:00-18:00."
        }
        (Lang::En, P::Reversed) => "An interval ends before it starts.",
        (Lang::En, P::Overlaps) => "Two intervals overlap.",
        (Lang::En, P::NotADelay) => {
            "This delay cannot be read. For instance: 30 min, 4 h, D+1, D+5 end."
        }
        (Lang::En, P::Contradicts) => "It contradicts the rest: look at this line again.",
        (Lang::En, P::Taken) => "It is there already.",
        (Lang::En, P::Quoted) => "A line still relies on it.",
        (Lang::En, P::TooEarly) => "It is too early: the version before starts then, or later.",
    }
}
