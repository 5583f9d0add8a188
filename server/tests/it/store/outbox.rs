//! The outbox: numbers without gaps, visible in order, and what wakes its readers.

use std::time::Duration;

use app::domain::ids::ClientId;
use server::clock::Clock;
use server::store::outbox::{self, Stream};
use server::store::{Scope, Store, StoreError};

use crate::on_both_engines;
use crate::support::START_MS;

const CLIENT: Stream = Stream::Client(ClientId(42));

async fn publish(store: &Store, stream: Stream) -> Result<(), StoreError> {
    store
        .write(Scope::System, move |tx| {
            Box::pin(async move { outbox::publish(tx, stream, "state", "{}", "{}").await })
        })
        .await
}

async fn numbers_after(store: &Store, stream: Stream, after: i64) -> Result<Vec<i64>, StoreError> {
    let messages = store.read(Scope::System, move |tx| {
        Box::pin(async move { outbox::since(tx, stream, after, 1_000).await })
    });
    Ok(messages.await?.iter().map(|message| message.seq).collect())
}

on_both_engines!(each_stream_counts_for_itself, async |store| {
    for stream in [CLIENT, CLIENT, Stream::Staff] {
        publish(store, stream).await?;
    }
    let heads = store
        .read(Scope::System, |tx| {
            Box::pin(async move { outbox::heads(tx).await })
        })
        .await?;
    let stands: Vec<_> = heads
        .iter()
        .map(|head| (head.stream, head.last_seq, head.floor_seq))
        .collect();
    assert_eq!(stands, [(CLIENT, 2, 0), (Stream::Staff, 1, 0)]);
    Ok(())
});

on_both_engines!(numbers_become_visible_in_order, async |store| {
    const WRITERS: i64 = 8;
    const EACH: i64 = 25;
    let writing: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for turn in 0..EACH {
                    // Both streams in one transaction, in either order.
                    let (first, second) = if (writer + turn) % 2 == 0 {
                        (CLIENT, Stream::Staff)
                    } else {
                        (Stream::Staff, CLIENT)
                    };
                    store
                        .write(Scope::System, move |tx| {
                            Box::pin(async move {
                                outbox::publish(tx, first, "state", "{}", "{}").await?;
                                outbox::publish(tx, second, "state", "{}", "{}").await
                            })
                        })
                        .await?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .collect();

    // A reader that follows its cursor all the while must see every number once.
    let mut seen = Vec::new();
    while seen.len() < (WRITERS * EACH) as usize {
        let cursor = seen.last().copied().unwrap_or(0);
        seen.extend(numbers_after(store, CLIENT, cursor).await?);
        tokio::task::yield_now().await;
        if writing.iter().all(tokio::task::JoinHandle::is_finished) {
            let cursor = seen.last().copied().unwrap_or(0);
            seen.extend(numbers_after(store, CLIENT, cursor).await?);
            break;
        }
    }
    for task in writing {
        task.await??;
    }
    assert_eq!(seen, (1..=WRITERS * EACH).collect::<Vec<_>>());
    Ok(())
});

on_both_engines!(a_read_publishes_nothing, async |store| {
    let published = store
        .read(Scope::System, |tx| {
            Box::pin(async move { outbox::publish(tx, CLIENT, "state", "{}", "{}").await })
        })
        .await;
    assert!(published.is_err());
    assert!(numbers_after(store, CLIENT, 0).await?.is_empty());
    Ok(())
});

on_both_engines!(a_failed_transaction_leaves_no_gap, async |store| {
    publish(store, CLIENT).await?;
    let failed: Result<(), StoreError> = store
        .write(Scope::System, |tx| {
            Box::pin(async move {
                outbox::publish(tx, CLIENT, "state", "{}", "{}").await?;
                Err(StoreError::Busy)
            })
        })
        .await;
    assert!(failed.is_err());
    publish(store, CLIENT).await?;
    assert_eq!(numbers_after(store, CLIENT, 0).await?, [1, 2]);
    Ok(())
});

on_both_engines!(pruning_raises_the_floor, async |store| {
    publish(store, CLIENT).await?;
    publish(store, CLIENT).await?;
    store.clock().advance_ms(60_000);
    publish(store, CLIENT).await?;
    let pruned = store
        .write(Scope::System, |tx| {
            Box::pin(async move { outbox::prune(tx, START_MS + 1).await })
        })
        .await?;
    assert_eq!(pruned, 2);
    let head = store
        .read(Scope::System, |tx| {
            Box::pin(async move { outbox::head(tx, CLIENT).await })
        })
        .await?;
    assert_eq!((head.last_seq, head.floor_seq), (3, 2));
    assert_eq!(numbers_after(store, CLIENT, 0).await?, [3]);
    publish(store, CLIENT).await?;
    assert_eq!(numbers_after(store, CLIENT, 0).await?, [3, 4]);
    Ok(())
});

on_both_engines!(a_commit_wakes_this_store_and_others, async |store| {
    let other = Store::open(&store.url, Clock::manual(START_MS)).await?;
    let mut wakes = [store.committed(), other.committed()];
    // Let what opening caused pass by.
    tokio::time::sleep(Duration::from_millis(300)).await;
    for wake in &mut wakes {
        wake.mark_unchanged();
    }
    publish(store, CLIENT).await?;
    assert!(
        wakes[0].has_changed()?,
        "a commit of one's own is known at once"
    );
    for wake in &mut wakes {
        tokio::time::timeout(Duration::from_secs(2), wake.changed()).await??;
    }
    assert_eq!(numbers_after(&other, CLIENT, 0).await?, [1]);
    other.close().await;
    Ok(())
});
