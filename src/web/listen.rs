//! The socket: connections taken one by one, each with limits of its own.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;

use super::site::Site;
use super::{WebError, route};

/// Connections held at once; a browser opens six. More wait in the queue of the system.
const CONNECTIONS: usize = 64;

/// Time for the head of a request, idle time between two included.
const HEAD_WITHIN: Duration = Duration::from_secs(15);

/// Largest head of a request in bytes; a browser's is below one thousand.
const HEAD_BYTES: usize = 16 << 10;

/// Longest life of a connection: one that reads its answer a byte at a time must not be held for ever.
const CONNECTION_LIFE: Duration = Duration::from_mins(5);

/// Wait after a connection that could not be taken, such as for want of file handles.
const BREATH: Duration = Duration::from_millis(100);

/// Threads for pages, and for searches that block.
const THREADS: usize = 2;

/// Serves `site` on `listener`; returns only where the socket cannot be used.
pub fn serve(listener: TcpListener, site: Site) -> Result<(), WebError> {
    listener.set_nonblocking(true)?;
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(THREADS).max_blocking_threads(THREADS).enable_all().build()?;
    runtime.block_on(accept(listener, Arc::new(site)))
}

async fn accept(listener: TcpListener, site: Arc<Site>) -> Result<(), WebError> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let service = TowerToHyperService::new(route::router(site));
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        // The semaphore is never closed; without a place there would be nothing to wait for.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return Ok(()) };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        let service = service.clone();
        tokio::spawn(async move {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN).max_header_size(HEAD_BYTES);
            // A reader that went away, or sent no HTTP, is its own affair.
            let _ = tokio::time::timeout(CONNECTION_LIFE, http.serve_connection(TokioIo::new(stream), service)).await;
            drop(place);
        });
    }
}
