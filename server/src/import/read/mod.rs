//! From the text of the files to a [`Document`], noting every problem on the way.

mod client;
mod components_csv;
mod contract;
mod deviation;
mod hours;
mod line;
mod money;
mod promises;
mod provider;
mod source;
mod terms;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::hash::Hash;

use super::document::{Document, Template};
use super::problem::{Place, Problems};
use super::reader::{File, Table};
use terms::TermsDraft;

/// Opens a file named by the import file; the error is a reason to print.
pub type OpenFile<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// Reads the file called `name` and those that it names.
pub fn document(name: &str, text: &str, open: OpenFile<'_>, problems: &Problems) -> Document {
    let reading = Reading {
        files: RefCell::new(vec![name.to_owned()]),
        open,
        problems,
        templates: RefCell::default(),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut document = File::new(0, text, problems).read(|root| reading.root(root));
    document.files = reading.files.into_inner();
    document
}

/// What the sections share while they are read.
struct Reading<'a> {
    files: RefCell<Vec<String>>,
    open: OpenFile<'a>,
    problems: &'a Problems,
    templates: RefCell<BTreeMap<String, TermsDraft>>,
}

impl Reading<'_> {
    fn root(&self, root: &Table<'_>) -> Document {
        let templates = self.read_templates(root);
        let provider = root.table("provider", |table| self.provider(table));
        let staff: Vec<_> = root
            .each("staff", provider::staff_member)
            .into_iter()
            .flatten()
            .collect();
        let sources: Vec<_> = root
            .each("sources", source::source)
            .into_iter()
            .flatten()
            .collect();
        let clients: Vec<_> = root
            .each("clients", |table| self.client(table))
            .into_iter()
            .flatten()
            .collect();
        let twice = |place, what: &str| {
            self.problems
                .add(place, format!("{what} stands here twice"))
        };
        unique(
            &staff,
            |one| (one.place, &one.email),
            |place, email| twice(place, email),
        );
        unique(
            &sources,
            |one| (one.place, &one.key),
            |place, key| twice(place, key.as_str()),
        );
        unique(
            &clients,
            |one| (one.place, &one.slug),
            |place, slug| twice(place, slug.as_str()),
        );
        unique(
            clients.iter().filter(|one| !one.retired),
            |one| (one.place, &one.code),
            |place, code| twice(place, &format!("the code {code}")),
        );
        Document {
            files: Vec::new(),
            provider: provider.flatten(),
            staff,
            sources,
            templates,
            clients,
        }
    }

    /// Gives those that stand by themselves. One to which each contract must add something is for this file only.
    fn read_templates(&self, root: &Table<'_>) -> Vec<Template> {
        let drafts = root.each("templates", |table| {
            let key = table.needed("key", super::values::key);
            let title = table.text("title").map(|title| title.value);
            let retired = table.retired();
            Some((key?, title, retired, terms::draft(table)))
        });
        let mut whole = Vec::new();
        for (key, title, retired, draft) in drafts.into_iter().flatten() {
            let lacks = Problems::default();
            let (terms, ..) = match retired {
                true => (terms::nothing(), vec![], vec![]),
                false => draft.clone().complete(key.place, &lacks),
            };
            if lacks.into_sorted().is_empty() {
                whole.push(Template {
                    place: key.place,
                    retired,
                    title: title.unwrap_or_else(|| key.value.to_string()),
                    key: key.value.clone(),
                    terms,
                });
            }
            let name = key.value.to_string();
            let previous = self.templates.borrow_mut().insert(name, draft);
            if previous.is_some() {
                self.problems.add(
                    key.place,
                    format!("template {} stands here twice", key.value),
                );
            }
        }
        whole
    }

    /// Opens a file that the import file names: its index and text.
    fn open(&self, name: &str, place: Place) -> Option<(usize, String)> {
        match (self.open)(name) {
            Ok(text) => {
                let mut files = self.files.borrow_mut();
                files.push(name.to_owned());
                Some((files.len() - 1, text))
            }
            Err(reason) => {
                self.problems.add(place, format!("{name}: {reason}"));
                None
            }
        }
    }
}

/// Tells of each object whose key was seen before.
fn unique<'a, T: 'a, K: Hash + Eq>(
    objects: impl IntoIterator<Item = &'a T>,
    key: impl Fn(&'a T) -> (Place, K),
    mut tell: impl FnMut(Place, K),
) {
    let mut seen = HashSet::new();
    for object in objects {
        let (place, key) = key(object);
        if seen.contains(&key) {
            tell(place, key);
        } else {
            seen.insert(key);
        }
    }
}
