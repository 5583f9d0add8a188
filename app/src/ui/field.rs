//! Labelled form fields: label, hint, what is wrong, and the attributes that tie them together.
//!
//! A page with several forms gives each a `form` prefix, so that ids stay unique.

use leptos::{oco::Oco, prelude::*};

/// The ids of one field and of what describes it.
struct Ids {
    field: String,
    hint: String,
    error: String,
    described_by: Option<String>,
}

impl Ids {
    fn new(form: &str, name: &str, has_hint: bool, has_error: bool) -> Self {
        let field = if form.is_empty() {
            name.to_owned()
        } else {
            format!("{form}-{name}")
        };
        let (hint, error) = (format!("{field}-hint"), format!("{field}-error"));
        let described_by = match (has_hint, has_error) {
            (false, false) => None,
            (true, false) => Some(hint.clone()),
            (false, true) => Some(error.clone()),
            (true, true) => Some(format!("{error} {hint}")),
        };
        Ids {
            field,
            hint,
            error,
            described_by,
        }
    }
}

/// One line of text, an address, a password, a date.
#[component]
pub fn TextField(
    #[prop(into)] label: Oco<'static, str>,
    #[prop(into)] name: Oco<'static, str>,
    #[prop(into, optional)] value: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(into, optional)] hint: Option<Oco<'static, str>>,
    #[prop(default = None)] error: Option<Oco<'static, str>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] form: &'static str,
) -> impl IntoView {
    let hint = hint.filter(|hint| !hint.is_empty());
    let ids = Ids::new(form, &name, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=ids.field.clone()>{label}</label>
            {hint_view(ids.hint, hint)}
            <input
                id=ids.field
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                maxlength=maxlength
                required=required
                aria-invalid=invalid
                aria-describedby=ids.described_by
            />
            {error_view(ids.error, error)}
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] label: Oco<'static, str>,
    name: &'static str,
    #[prop(into, optional)] value: String,
    #[prop(default = 5)] rows: u32,
    #[prop(into, optional)] hint: Option<Oco<'static, str>>,
    #[prop(default = None)] error: Option<Oco<'static, str>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(into, optional)] form: String,
) -> impl IntoView {
    let hint = hint.filter(|hint| !hint.is_empty());
    let ids = Ids::new(&form, name, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=ids.field.clone()>{label}</label>
            {hint_view(ids.hint, hint)}
            <textarea
                id=ids.field
                name=name
                rows=rows
                maxlength=maxlength
                required=required
                aria-invalid=invalid
                aria-describedby=ids.described_by
            >
                {value}
            </textarea>
            {error_view(ids.error, error)}
        </div>
    }
}

/// One choice of a list: what is sent, what is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: Oco<'static, str>,
    pub label: Oco<'static, str>,
    /// A line under the label (radio buttons only).
    pub help: Option<Oco<'static, str>>,
}

impl Choice {
    pub fn new(value: impl Into<Oco<'static, str>>, label: impl Into<Oco<'static, str>>) -> Self {
        Choice {
            value: value.into(),
            label: label.into(),
            help: None,
        }
    }

    #[must_use]
    pub fn with_help(mut self, help: impl Into<Oco<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A list that drops down. `prompt` is its first, empty line ("Choisir…").
#[component]
pub fn SelectField(
    #[prop(into)] label: Oco<'static, str>,
    name: &'static str,
    choices: Vec<Choice>,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] prompt: Option<Oco<'static, str>>,
    #[prop(into, optional)] hint: Option<Oco<'static, str>>,
    #[prop(default = None)] error: Option<Oco<'static, str>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] form: &'static str,
) -> impl IntoView {
    let hint = hint.filter(|hint| !hint.is_empty());
    let ids = Ids::new(form, name, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let options = choices
        .into_iter()
        .map(|choice| {
            let selected = *choice.value == value;
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="field">
            <label for=ids.field.clone()>{label}</label>
            {hint_view(ids.hint, hint)}
            <select
                id=ids.field
                name=name
                required=required
                aria-invalid=invalid
                aria-describedby=ids.described_by
            >
                {prompt.map(|prompt| view! { <option value="">{prompt}</option> })}
                {options}
            </select>
            {error_view(ids.error, error)}
        </div>
    }
}

/// A question with few answers, all in sight: a `fieldset` of radio buttons.
#[component]
pub fn RadioField(
    #[prop(into)] legend: Oco<'static, str>,
    #[prop(into)] name: Oco<'static, str>,
    choices: Vec<Choice>,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: Option<Oco<'static, str>>,
    #[prop(default = None)] error: Option<Oco<'static, str>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] form: &'static str,
) -> impl IntoView {
    let hint = hint.filter(|hint| !hint.is_empty());
    let ids = Ids::new(form, &name, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let name = name.as_str().to_owned();
    let buttons = choices
        .into_iter()
        .map(|choice| {
            let id = format!("{}-{}", ids.field, choice.value);
            let checked = *choice.value == value;
            view! {
                <div class="choice">
                    <input id=id.clone() type="radio" name=name.clone() value=choice.value checked=checked required=required/>
                    <label for=id>
                        {choice.label}
                        {choice.help.map(|help| view! { <span class="choice-help">{help}</span> })}
                    </label>
                </div>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <fieldset
            class="field choices"
            aria-invalid=invalid
            aria-describedby=ids.described_by
        >
            <legend>{legend}</legend>
            {hint_view(ids.hint, hint)}
            <div class="choice-list">{buttons}</div>
            {error_view(ids.error, error)}
        </fieldset>
    }
}

/// A yes or a no, sent as `value` when ticked.
#[component]
pub fn CheckField(
    #[prop(into)] label: Oco<'static, str>,
    name: &'static str,
    #[prop(default = "true")] value: &'static str,
    #[prop(optional)] checked: bool,
    #[prop(into, optional)] hint: Option<Oco<'static, str>>,
    #[prop(optional)] form: &'static str,
) -> impl IntoView {
    let ids = Ids::new(form, name, hint.is_some(), false);
    view! {
        <div class="field">
            <div class="choice">
                <input
                    id=ids.field.clone()
                    type="checkbox"
                    name=name
                    value=value
                    checked=checked
                    aria-describedby=ids.described_by
                />
                <label for=ids.field>{label}</label>
            </div>
            {hint_view(ids.hint, hint)}
        </div>
    }
}

fn hint_view(id: String, hint: Option<Oco<'static, str>>) -> Option<impl IntoView> {
    hint.map(|hint| view! { <p class="field-hint" id=id>{hint}</p> })
}

fn error_view(id: String, error: Option<Oco<'static, str>>) -> Option<impl IntoView> {
    error.map(|error| view! { <p class="field-error" id=id>{error}</p> })
}
