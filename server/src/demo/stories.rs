//! What happened to the demonstration's clients in the ninety days before: a made-up past, labelled as such.

use super::past::{Deed, Story};

/// Told in full: what broke, who did what, in words.
pub const STORIES: &[Story] = &[
    Story {
        client: "clinique-saint-luc",
        component: "baie-stockage-b",
        days_ago: 3,
        at: (9, 12),
        deeds: &[
            (0, Deed::Fails),
            (4, Deed::Take),
            (
                6,
                Deed::Note(
                    "Le disque 7 de la baie B est en défaut. Nous basculons le volume sur le disque de secours.",
                ),
            ),
            (31, Deed::Recovers),
            (
                33,
                Deed::RestoreProvisionally(
                    "Volume reconstruit sur le disque de secours : la baie tient, sans redondance.",
                ),
            ),
            (
                50,
                Deed::InternalNote("RMA ouvert chez le constructeur, relancer jeudi."),
            ),
        ],
    },
    Story {
        client: "clinique-saint-luc",
        component: "imagerie-pacs",
        days_ago: 19,
        at: (14, 2),
        deeds: &[
            (0, Deed::Fails),
            (3, Deed::Take),
            (
                9,
                Deed::Message("La visionneuse est revenue en radiologie, pas encore au bloc."),
            ),
            (41, Deed::Recovers),
            (
                44,
                Deed::RestoreCurative(
                    "Base des examens réindexée, service redémarré, consultation vérifiée avec la radiologie.",
                ),
            ),
            (90, Deed::Confirm),
        ],
    },
    Story {
        client: "clinique-saint-luc",
        component: "erp-soins",
        days_ago: 46,
        at: (7, 48),
        deeds: &[
            (0, Deed::Fails),
            (5, Deed::Take),
            (27, Deed::Recovers),
            (
                30,
                Deed::RestoreProvisionally("ERP redémarré sur l’hyperviseur 2."),
            ),
            (1560, Deed::StartCurative),
            (
                1610,
                Deed::RestoreCurative(
                    "Mémoire défectueuse remplacée sur l’hyperviseur 1, ERP remis sur son hôte.",
                ),
            ),
            (2900, Deed::Confirm),
        ],
    },
    Story {
        client: "clinique-saint-luc",
        component: "messagerie",
        days_ago: 1,
        at: (15, 20),
        deeds: &[
            (
                0,
                Deed::Ask("Comment partager un agenda avec le secrétariat de Colmar ?"),
            ),
            (14, Deed::Take),
            (
                25,
                Deed::Answer(
                    "Dans l’agenda, « Partager », puis choisir le secrétariat avec le droit de modification. La marche à suivre est jointe au guide, page 12.",
                ),
            ),
        ],
    },
    Story {
        client: "atelier-morel",
        component: "serveur-fichiers",
        days_ago: 12,
        at: (8, 40),
        deeds: &[
            (0, Deed::Fails),
            (18, Deed::Take),
            (52, Deed::Recovers),
            (
                55,
                Deed::RestoreCurative(
                    "Disque plein : corbeilles vidées, quota posé, alerte ajoutée à 85 %.",
                ),
            ),
            (1500, Deed::Confirm),
        ],
    },
    Story {
        client: "atelier-morel",
        component: "gestion",
        days_ago: 2,
        at: (10, 5),
        deeds: &[
            (
                0,
                Deed::Ask("Peut-on imprimer les devis avec le nouveau logo ?"),
            ),
            (35, Deed::Take),
        ],
    },
    Story {
        client: "clinique-saint-luc",
        component: "imprimantes-strasbourg",
        days_ago: 5,
        at: (10, 40),
        deeds: &[
            (
                0,
                Deed::Report("L’imprimante des admissions plie les feuilles d’identité"),
            ),
            (
                95,
                Deed::Offer(
                    "Remise en état de l’imprimante des admissions",
                    &[
                        ("Four et rouleaux d’entraînement", 41_800),
                        ("Intervention sur site, une demi-journée", 32_000),
                        ("Remise client", -3_500),
                    ],
                ),
            ),
        ],
    },
    Story {
        client: "armor-logistique",
        component: "erp",
        days_ago: 8,
        at: (9, 20),
        deeds: &[
            (
                0,
                Deed::Ask("Comment suivre une palette d’un quai à l’autre dans l’ERP ?"),
            ),
            (12, Deed::Take),
            (
                50,
                Deed::Answer(
                    "Par l’écran « Mouvements », avec le numéro de support : la fiche montre chaque quai et son heure.",
                ),
            ),
            (
                52,
                Deed::Spend(
                    35,
                    false,
                    "Reproduit avec vous sur trois palettes de Nantes.",
                ),
            ),
        ],
    },
    Story {
        client: "armor-logistique",
        component: "impression-rennes",
        days_ago: 4,
        at: (16, 50),
        deeds: &[
            (
                0,
                Deed::Ask("Former deux caristes à la réédition des étiquettes"),
            ),
            (15, Deed::Take),
            (
                160,
                Deed::Answer("Deux caristes formés au quai 2, mode d’emploi laissé sur place."),
            ),
            (
                162,
                Deed::Spend(120, true, "Formation sur place, de 17 h 30 à 19 h 30."),
            ),
        ],
    },
    Story {
        client: "armor-logistique",
        component: "wms-brest",
        days_ago: 6,
        at: (5, 31),
        deeds: &[
            (0, Deed::Fails),
            (6, Deed::Take),
            (48, Deed::Recovers),
            (
                50,
                Deed::RestoreProvisionally(
                    "File d’impression relancée à la main, préparation repartie.",
                ),
            ),
        ],
    },
    Story {
        client: "armor-logistique",
        component: "erp",
        days_ago: 30,
        at: (11, 15),
        deeds: &[
            (0, Deed::Fails),
            (4, Deed::Take),
            (64, Deed::Recovers),
            (
                66,
                Deed::RestoreCurative(
                    "Verrou d’une clôture comptable levé, contrôle ajouté avant la prochaine.",
                ),
            ),
            (300, Deed::Confirm),
        ],
    },
];

/// Short failures that repaired quickly: client, component, days ago, hour, minutes down.
pub const SHORT: &[(&str, &str, i64, u32, i64)] = &[
    ("clinique-saint-luc", "wifi-strasbourg", 8, 11, 9),
    ("clinique-saint-luc", "wifi-strasbourg", 37, 16, 14),
    ("clinique-saint-luc", "wifi-colmar", 22, 9, 21),
    ("clinique-saint-luc", "liaison-colmar", 15, 13, 33),
    ("clinique-saint-luc", "liaison-colmar", 61, 17, 12),
    ("clinique-saint-luc", "visio-strasbourg", 27, 10, 45),
    ("clinique-saint-luc", "visio-colmar", 5, 14, 25),
    ("clinique-saint-luc", "visio-colmar", 54, 9, 30),
    ("clinique-saint-luc", "telephonie-colmar", 33, 8, 17),
    ("clinique-saint-luc", "laboratoire", 71, 15, 11),
    ("clinique-saint-luc", "prise-rendez-vous", 11, 12, 52),
    ("clinique-saint-luc", "prise-rendez-vous", 66, 9, 38),
    ("clinique-saint-luc", "vpn", 42, 18, 26),
    ("clinique-saint-luc", "intranet", 80, 10, 8),
    ("atelier-morel", "internet", 24, 10, 40),
    ("atelier-morel", "internet", 68, 16, 15),
    ("atelier-morel", "site-vitrine", 40, 14, 22),
    ("atelier-morel", "telephonie", 55, 9, 12),
    ("armor-logistique", "wms-lorient", 9, 6, 19),
    ("armor-logistique", "wms-lorient", 49, 13, 28),
    ("armor-logistique", "internet-vannes", 17, 15, 64),
    ("armor-logistique", "wifi-cellule-3-nantes", 4, 7, 16),
    ("armor-logistique", "wifi-cellule-3-nantes", 21, 8, 13),
    ("armor-logistique", "wifi-cellule-2-rennes", 58, 10, 18),
    ("armor-logistique", "quai-4-saint-malo", 36, 6, 70),
    ("armor-logistique", "etiquettes-2-brest", 13, 9, 31),
    ("armor-logistique", "portail-clients", 28, 11, 10),
    ("armor-logistique", "edi", 44, 7, 23),
    ("armor-logistique", "telephonie-lorient", 63, 14, 20),
    ("armor-logistique", "tms", 75, 10, 47),
];
