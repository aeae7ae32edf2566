//! The smallest HTTP client that can load the server: one connection, kept open, JSON in and out.

use std::io::{BufRead, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// A reply that was read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body of a reply that must be a success.
    pub fn success(&self) -> Result<Value> {
        if !self.is_success() {
            bail!("status {}: {}", self.status, String::from_utf8_lossy(&self.body));
        }
        if self.body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&self.body).context("the reply is no JSON")
    }
}

/// One connection of one member, known by his cookie.
#[derive(Debug)]
pub struct Client {
    address: SocketAddr,
    cookie: Option<String>,
    connection: Option<BufReader<TcpStream>>,
}

impl Clone for Client {
    /// The same member on another connection.
    fn clone(&self) -> Self {
        Self { address: self.address, cookie: self.cookie.clone(), connection: None }
    }
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, cookie: None, connection: None }
    }

    /// The same member at another address.
    pub fn at(&self, address: SocketAddr) -> Self {
        Self { address, ..self.clone() }
    }

    pub fn get(&mut self, path: &str) -> Result<Reply> {
        self.send("GET", path, &[], None)
    }

    pub fn post(&mut self, path: &str, body: &Value) -> Result<Reply> {
        self.send("POST", path, &[], Some(body))
    }

    /// Sends and reads one reply, and keeps its cookie. After an error the connection is closed, and what became
    /// of the request is unknown.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Reply> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(self.address)?,
        };
        let body = body.map_or_else(Vec::new, |body| body.to_string().into_bytes());
        let (host, length) = (self.address.to_string(), body.len().to_string());
        let origin = format!("http://{host}");
        let mut lines = format!("{method} {path} HTTP/1.1\r\n");
        let mut line = |name: &str, value: &str| lines.push_str(&format!("{name}: {value}\r\n"));
        line("Host", &host);
        line("Origin", &origin);
        line("Content-Type", "application/json");
        line("Content-Length", &length);
        self.cookie.iter().for_each(|cookie| line("Cookie", cookie));
        headers.iter().for_each(|(name, value)| line(name, value));
        lines.push_str("\r\n");
        let mut request = lines.into_bytes();
        request.extend_from_slice(&body);
        connection.get_mut().write_all(&request).context("sending")?;

        let reply = read(&mut connection)?;
        if let Some(cookie) = reply.header("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        if reply.header("connection").is_none_or(|value| !value.eq_ignore_ascii_case("close")) {
            self.connection = Some(connection);
        }
        Ok(reply)
    }

    /// Asks for an answer without end and gives its lines as they come.
    pub fn follow(&self, path: &str) -> Result<impl Iterator<Item = std::io::Result<String>> + use<>> {
        let mut connection = connect(self.address)?;
        let cookie = self.cookie.as_deref().unwrap_or_default();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\n\r\n", self.address);
        connection.get_mut().write_all(request.as_bytes()).context("sending")?;
        let first = line(&mut connection)?;
        if !first.contains(" 200 ") {
            bail!("{path}: {first}");
        }
        Ok(connection.lines())
    }
}

fn connect(address: SocketAddr) -> Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect_timeout(&address, Duration::from_secs(5)).context("connecting")?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    Ok(BufReader::with_capacity(64 * 1024, stream))
}

fn read(connection: &mut impl BufRead) -> Result<Reply> {
    let status = line(connection)?;
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status line")?;
    let mut reply = Reply { status, headers: Vec::new(), body: Vec::new() };
    loop {
        let line = line(connection)?;
        match line.split_once(':') {
            Some((name, value)) => reply.headers.push((name.to_owned(), value.trim().to_owned())),
            None => break,
        }
    }
    let take = |reply: &mut Reply, connection: &mut dyn BufRead, size: usize| -> Result<()> {
        let start = reply.body.len();
        reply.body.resize(start + size, 0);
        connection.read_exact(&mut reply.body[start..]).context("reading the body")
    };
    if reply.header("transfer-encoding").is_none_or(|value| !value.eq_ignore_ascii_case("chunked")) {
        let size = reply.header("content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
        take(&mut reply, connection, size)?;
        return Ok(reply);
    }
    loop {
        let size = usize::from_str_radix(line(connection)?.trim(), 16).context("no chunk size")?;
        take(&mut reply, connection, size)?;
        line(connection)?;
        if size == 0 {
            return Ok(reply);
        }
    }
}

fn line(connection: &mut (impl BufRead + ?Sized)) -> Result<String> {
    let mut line = Vec::new();
    if connection.read_until(b'\n', &mut line).context("reading")? == 0 {
        bail!("the server closed the connection");
    }
    Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_of_known_length_and_in_chunks_are_read_to_their_end() {
        let two = "HTTP/1.1 201 Created\r\nContent-Length: 7\r\nTrechter-Seq: 12\r\n\r\n{\"a\":1}\
                   HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{\"b\r\n4\r\n\":2}\r\n0\r\n\r\nrest";
        let mut connection = BufReader::new(two.as_bytes());
        let first = read(&mut connection).expect("the first");
        assert_eq!((first.status, first.header("trechter-seq")), (201, Some("12")));
        assert_eq!(first.success().expect("JSON"), serde_json::json!({"a": 1}));
        assert_eq!(
            read(&mut connection).expect("the second").success().expect("JSON"),
            serde_json::json!({"b": 2})
        );
        use std::io::Read as _;
        let mut rest = String::new();
        connection.read_to_string(&mut rest).expect("the rest");
        assert_eq!(rest, "rest");
    }

    #[test]
    fn half_a_reply_is_no_reply_and_a_refusal_is_no_success() {
        assert!(
            read(&mut BufReader::new("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".as_bytes())).is_err()
        );
        let refused = read(&mut BufReader::new("HTTP/1.1 507 Full\r\nContent-Length: 0\r\n\r\n".as_bytes()));
        assert!(refused.expect("a reply").success().is_err());
    }
}
