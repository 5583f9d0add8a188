//! A TCP probe: the port accepts.

use std::time::Duration;

use super::connect::connect;
use super::{Failure, Prober};

pub async fn look(prober: &Prober, place: (&str, u16), timeout: Duration) -> Result<(), Failure> {
    connect(prober, place, timeout).await?;
    Ok(())
}
