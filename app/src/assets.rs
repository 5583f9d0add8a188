//! The hashed addresses of the two style sheets, of the desk's keys and of the browser's two bundles, as the shell writes them in its tags.

/// What the server embeds; provided to the shell as a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssetNames {
    /// `style/`: what every page needs, and all that the board and the overview do.
    pub style: &'static str,
    /// `style/pages/`: the rules of the other pages.
    pub pages: &'static str,
    /// `script/desk-keys.js`: the keys of the desk's pages, where the bundles are or are not.
    pub keys: &'static str,
    /// None where the bundles were not built: pages then carry no script, and work without.
    pub board: Option<Bundle>,
    pub forms: Option<Bundle>,
}

/// A module and the script that loads it: `init({ module_or_path: module })`, then `hydrate()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bundle {
    pub script: &'static str,
    pub module: &'static str,
}
