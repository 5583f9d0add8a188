//! The provider's own scanner: a command that reads the file on its input and says by its exit whether it minds.

use std::process::Stdio;
use std::time::Duration;

use anyhow::bail;
use app::answer::{AppError, FieldProblem};
use bytes::Bytes;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// A scanner that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// `clamdscan --no-summary -`, say: exit 0 finds nothing, exit 1 finds something, any other is a failure.
pub struct Scanner {
    program: String,
    arguments: Vec<String>,
    patience: Duration,
}

impl Scanner {
    /// The command, word by word; none is no scanner.
    ///
    /// # Errors
    /// The first word is empty.
    pub fn new(command: &[String]) -> anyhow::Result<Option<Scanner>> {
        let Some((program, arguments)) = command.split_first() else {
            return Ok(None);
        };
        if program.trim().is_empty() {
            bail!("the scanner's command begins with an empty word");
        }
        Ok(Some(Scanner {
            program: program.clone(),
            arguments: arguments.to_vec(),
            patience: PATIENCE,
        }))
    }

    /// Whether it minds.
    ///
    /// # Errors
    /// It found something, or it did not answer: then nothing is kept.
    pub async fn scan(&self, bytes: Bytes) -> Result<(), AppError> {
        match tokio::time::timeout(self.patience, self.run(bytes)).await {
            Ok(Ok(Some(0))) => Ok(()),
            Ok(Ok(Some(1))) => Err(AppError::field("file", FieldProblem::Infected)),
            Ok(Ok(code)) => {
                tracing::error!(?code, program = self.program, "the scanner failed");
                Err(AppError::Busy)
            }
            Ok(Err(error)) => {
                tracing::error!(%error, program = self.program, "the scanner cannot be run");
                Err(AppError::Busy)
            }
            Err(_) => {
                tracing::error!(program = self.program, "the scanner does not answer");
                Err(AppError::Busy)
            }
        }
    }

    async fn run(&self, bytes: Bytes) -> std::io::Result<Option<i32>> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .process_group(0)
            .spawn()?;
        let _group = Group::of(&child);
        if let Some(mut input) = child.stdin.take() {
            // A scanner that has seen enough closes its input; its exit says what it saw.
            let _written = input.write_all(&bytes).await;
        }
        Ok(child.wait().await?.code())
    }
}

/// What a command started ends with it, however it ends.
struct Group(Option<rustix::process::Pid>);

impl Group {
    fn of(child: &tokio::process::Child) -> Group {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        Group(id.and_then(rustix::process::Pid::from_raw))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            // Nothing of it is left when the command has ended in order.
            let _killed = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> anyhow::Result<Scanner> {
        let words = ["sh", "-c", script].map(str::to_owned);
        Scanner::new(&words)?.ok_or_else(|| anyhow::anyhow!("no scanner"))
    }

    #[tokio::test]
    async fn its_exit_decides() -> anyhow::Result<()> {
        let infected = Err(AppError::field("file", FieldProblem::Infected));
        for (script, expected) in [
            ("! grep -q EICAR", Ok(())),
            ("grep -q harmless && exit 1", infected),
            ("exit 2", Err(AppError::Busy)),
            ("kill -9 $$", Err(AppError::Busy)),
        ] {
            let looked = shell(script)?.scan(Bytes::from_static(b"harmless")).await;
            assert_eq!(looked, expected, "{script}");
        }
        let mut slow = shell("sleep 30")?;
        slow.patience = Duration::from_millis(50);
        assert_eq!(
            slow.scan(Bytes::from_static(b"x")).await,
            Err(AppError::Busy)
        );
        let missing = Scanner::new(&["/no/such/scanner".to_owned()])?;
        let looked = missing.map(|scanner| async move { scanner.scan(Bytes::new()).await });
        assert_eq!(
            looked.ok_or_else(|| anyhow::anyhow!("none"))?.await,
            Err(AppError::Busy)
        );
        assert!(Scanner::new(&[])?.is_none());
        assert!(Scanner::new(&[" ".to_owned()]).is_err());
        Ok(())
    }
}
