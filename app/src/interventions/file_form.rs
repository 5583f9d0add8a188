//! Where files are chosen, for the client and at the desk.

use leptos::prelude::*;

use crate::answer::page::visit;
use crate::text::Lang;
use crate::text::interventions::interventions;

/// Endings of the files that are taken; the server looks at the content.
pub const ENDINGS: &str = ".png,.jpg,.jpeg,.gif,.webp,.heic,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.zip,.gz,.mp4,.webm,.mov,.txt,.log,.csv,.eml";

/// Files in one sending at most.
pub const AT_ONCE: usize = 5;

/// Posts to that path; works without scripts.
#[component]
pub fn FileForm(lang: Lang, path: String) -> impl IntoView {
    const FORM: &str = "add_file";
    let text = interventions(lang);
    let visit = visit();
    let open = visit.draft_of(FORM).is_some();
    let error = visit.problem_text(FORM, "file");
    let described = if error.is_some() {
        "add_file-hint add_file-error"
    } else {
        "add_file-hint"
    };
    view! {
        <details class="act" open=open>
            <summary>{text.add_file}</summary>
            <form class="form" method="post" action=path enctype="multipart/form-data">
                <div class="field">
                    <label for="add_file-file">{text.file}</label>
                    <p class="field-hint" id="add_file-hint">{text.file_hint}</p>
                    <input id="add_file-file" type="file" name="file" multiple required accept=ENDINGS
                        aria-describedby=described aria-invalid=error.is_some().then_some("true")/>
                    {error.map(|error| view! { <p class="field-error" id="add_file-error">{error}</p> })}
                </div>
                <div class="form-foot"><button class="button button-plain" type="submit">{text.add_file}</button></div>
            </form>
        </details>
    }
}
