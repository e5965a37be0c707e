//! The line to a caller: who is on it, and the power to cut it without an answer (a bank that falls silent).
//! Never here: what is said over it.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::extract::ConnectInfo;
use axum::extract::connect_info::Connected;
use axum::http::{Extensions, HeaderMap};
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// One caller's connection, as handlers see it.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    peer: SocketAddr,
    cut: Arc<AtomicBool>,
}

impl Line {
    /// Whatever is written from now on fails, and the connection closes.
    pub(crate) fn cut(&self) {
        self.cut.store(true, Ordering::Relaxed);
    }
}

/// The line a request came over; none when the router runs under another server.
pub(crate) fn line_of(extensions: &Extensions) -> Option<Line> {
    extensions.get::<ConnectInfo<Line>>().map(|info| info.0.clone())
}

/// Whether the caller sits on this machine, as far as can be known: a forwarded call does not count.
pub(crate) fn is_loopback(extensions: &Extensions, headers: &HeaderMap) -> bool {
    let peer = line_of(extensions)
        .map(|line| line.peer)
        .or_else(|| extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0));
    let forwarded = headers.contains_key("forwarded") || headers.contains_key("x-forwarded-for");
    !forwarded && peer.is_some_and(|peer| peer.ip().to_canonical().is_loopback())
}

/// A listener whose connections can be cut.
pub(crate) struct Lines(pub(crate) TcpListener);

impl Listener for Lines {
    type Io = CuttableStream;
    type Addr = Line;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, peer) = Listener::accept(&mut self.0).await;
        let cut = Arc::new(AtomicBool::new(false));
        let io = CuttableStream { stream, cut: Arc::clone(&cut) };
        (io, Line { peer, cut })
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(Line { peer: self.0.local_addr()?, cut: Arc::default() })
    }
}

impl Connected<IncomingStream<'_, Lines>> for Line {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        stream.remote_addr().clone()
    }
}

/// A TCP stream that stops taking bytes once it is cut.
pub(crate) struct CuttableStream {
    stream: TcpStream,
    cut: Arc<AtomicBool>,
}

impl AsyncRead for CuttableStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for CuttableStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.cut.load(Ordering::Relaxed) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
