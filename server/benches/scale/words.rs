//! What people write: sentences of common words, the rare among the frequent, always the same for the same seed.

const THINGS: [&str; 40] = [
    "imprimante",
    "messagerie",
    "serveur",
    "poste",
    "écran",
    "réseau",
    "partage",
    "dossier",
    "téléphone",
    "visioconférence",
    "sauvegarde",
    "licence",
    "tableur",
    "navigateur",
    "clavier",
    "commutateur",
    "borne",
    "routeur",
    "annuaire",
    "scanner",
    "facture",
    "agenda",
    "application",
    "base",
    "certificat",
    "disque",
    "onduleur",
    "pare-feu",
    "session",
    "signature",
    "badgeuse",
    "étiqueteuse",
    "douchette",
    "terminal",
    "traceur",
    "vidéoprojecteur",
    "webcam",
    "casque",
    "tablette",
    "station",
];
const TROUBLES: [&str; 30] = [
    "ne démarre plus",
    "est très lente",
    "refuse le mot de passe",
    "affiche une erreur",
    "se coupe sans cesse",
    "ne répond pas",
    "perd la connexion",
    "reste bloquée au démarrage",
    "imprime des pages vides",
    "demande une mise à jour",
    "a disparu de la liste",
    "ne s’ouvre plus depuis ce matin",
    "fait un bruit étrange",
    "est saturée",
    "clignote en rouge",
    "ne reconnaît plus le badge",
    "envoie des doublons",
    "ne synchronise plus",
    "chauffe anormalement",
    "redémarre toute seule",
    "affiche un écran noir",
    "ne trouve plus le partage",
    "refuse la signature",
    "tourne en rond",
    "ne sonne plus",
    "grésille",
    "oublie ses réglages",
    "rejette les pièces jointes",
    "bloque la clôture",
    "n’accepte plus la licence",
];
const PLACES: [&str; 20] = [
    "à l’accueil",
    "au premier étage",
    "dans l’atelier",
    "au service comptable",
    "chez la direction",
    "en salle de réunion",
    "au quai de chargement",
    "dans l’entrepôt",
    "au laboratoire",
    "en caisse",
    "à l’infirmerie",
    "au bureau d’études",
    "au magasin",
    "en salle serveurs",
    "au standard",
    "dans le véhicule",
    "à la cantine",
    "en salle de formation",
    "au poste de garde",
    "chez le client",
];
const DONE: [&str; 20] = [
    "Le câble a été remplacé",
    "Le service a été relancé",
    "La configuration a été reprise",
    "Le pilote a été mis à jour",
    "Le compte a été débloqué",
    "La pièce a été commandée",
    "Le fournisseur a été appelé",
    "Les journaux ont été relus",
    "La mémoire a été étendue",
    "Le cache a été vidé",
    "Le certificat a été renouvelé",
    "La règle a été corrigée",
    "Le disque a été changé",
    "La licence a été réattribuée",
    "Le profil a été recréé",
    "La file a été purgée",
    "Le micrologiciel a été installé",
    "La sauvegarde a été restaurée",
    "L’adresse a été fixée",
    "Le port a été isolé",
];

/// SplitMix64 (Steele, Lea and Flood, 2014): enough for variety, the same on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// A number below `below`, which is not zero.
    pub fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let length = u64::try_from(words.len()).unwrap_or(1);
        // The square of a chance: the first are many times more frequent than the last, as words are.
        let place = self.below(length) * self.below(length) / length;
        usize::try_from(place)
            .ok()
            .and_then(|place| words.get(place))
            .copied()
            .unwrap_or_default()
    }

    pub fn trouble(&mut self) -> String {
        format!(
            "{} {} {}",
            self.one_of(&THINGS),
            self.one_of(&TROUBLES),
            self.one_of(&PLACES)
        )
    }

    pub fn done(&mut self) -> String {
        format!(
            "{}, {} vérifiée {}.",
            self.one_of(&DONE),
            self.one_of(&THINGS),
            self.one_of(&PLACES)
        )
    }
}
