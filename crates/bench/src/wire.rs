//! A client of one connection that costs next to nothing: ready-made bytes out, one answer in. What it takes from the
//! machine is taken from every subject alike, so it must be little. It knows as much of HTTP as our servers speak to it.

use anyhow::{Context, Result, bail};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// One kept connection.
pub struct Line {
    stream: TcpStream,
    bytes: Vec<u8>,
}

/// A call of the API as it goes over the wire.
pub fn post(path: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

impl Line {
    /// Connects.
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).context("nobody listens")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { stream, bytes: Vec::with_capacity(64 << 10) })
    }

    /// Sends a request, and gives the body of its answer, which must be a 200.
    pub fn call(&mut self, request: &[u8]) -> Result<&[u8]> {
        self.stream.write_all(request)?;
        self.bytes.clear();
        let mut end = None;
        loop {
            let mut chunk = [0_u8; 16 << 10];
            let read = self.stream.read(&mut chunk)?;
            if read == 0 {
                bail!("the server hung up");
            }
            self.bytes.extend_from_slice(&chunk[..read]);
            if end.is_none() {
                end = body_of(&self.bytes)?;
            }
            if let Some((from, to)) = end
                && self.bytes.len() >= to
            {
                let body = &self.bytes[from..to];
                if &self.bytes[9..12] != b"200" {
                    bail!("answered {}", String::from_utf8_lossy(&self.bytes));
                }
                return Ok(body);
            }
        }
    }
}

/// Where the body begins and ends, once the whole head is there.
fn body_of(bytes: &[u8]) -> Result<Option<(usize, usize)>> {
    let Some(head) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&bytes[..head])?;
    let length = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .context("an answer without its length")?;
    Ok(Some((head + 4, head + 4 + length.1.trim().parse::<usize>()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_found_when_the_head_is_whole() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(body_of(answer).unwrap(), Some((38, 40)));
        assert_eq!(body_of(&answer[..30]).unwrap(), None);
        assert!(body_of(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
