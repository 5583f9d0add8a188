//! A TCP probe: the port accepts.

use super::connect::connect;
use super::{Failure, Prober};

pub async fn look(prober: &Prober, host: &str, port: u16) -> Result<(), Failure> {
    connect(prober, host, port).await?;
    Ok(())
}
