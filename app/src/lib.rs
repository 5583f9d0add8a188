//! Vigie, the part that people see and that everyone agrees on.
