//! As much of a browser as these tests need: requests with a cookie, and streams of events.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

pub struct Browser {
    address: String,
    pub cookie: String,
    pub token: Option<String>,
}

impl Browser {
    pub fn new(address: &str) -> Self {
        Self { address: address.to_owned(), cookie: String::new(), token: None }
    }

    fn send(&self, method: &str, path: &str, more: &str, body: &str) -> BufReader<TcpStream> {
        let mut socket = TcpStream::connect(&self.address).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let address = &self.address;
        let token = self.token.as_ref().map(|token| format!("Authorization: Bearer {token}\r\n"));
        let badge = token.unwrap_or_else(|| format!("Cookie: {}\r\n", self.cookie));
        let head = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nConnection: close\r\n\
             {badge}{more}Content-Length: {}\r\n\r\n",
            body.len()
        );
        socket.write_all((head + body).as_bytes()).unwrap();
        BufReader::new(socket)
    }

    fn call(&mut self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let mut reply = self.send(method, path, "", body);
        let (status, headers) = head(&mut reply);
        for line in headers {
            if let Some(cookie) = line.strip_prefix("set-cookie: ") {
                self.cookie = cookie.split(';').next().unwrap().to_owned();
            }
        }
        let mut text = String::new();
        reply.read_to_string(&mut text).unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    pub fn get(&mut self, path: &str) -> (u16, Value) {
        self.call("GET", path, "")
    }

    /// A request that must succeed.
    pub fn post(&mut self, path: &str, body: Value) -> Value {
        let (status, reply) = self.call("POST", path, &body.to_string());
        assert!((200..300).contains(&status), "{path}: {status} {reply}");
        reply
    }

    /// Makes the first workspace of an installation, with Olga as its owner.
    pub fn set_up(&mut self, name: &str) {
        self.post(
            "/setup",
            json!({
                "workspace": name, "name": "Olga", "email": "olga@voorbeeld.nl", "password": "een lang wachtwoord",
                "language": "nl", "currency": "EUR", "time_zone": "Europe/Amsterdam", "template": "classic",
            }),
        );
    }

    /// Opens the stream of live updates.
    pub fn stream(&self, after: Option<&str>) -> Stream {
        let more = after.map(|id| format!("Last-Event-ID: {id}\r\n")).unwrap_or_default();
        let mut reader = self.send("GET", "/live", &more, "");
        assert_eq!(head(&mut reader).0, 200);
        Stream { reader }
    }
}

/// Status and headers of a reply.
fn head(reader: &mut BufReader<TcpStream>) -> (u16, Vec<String>) {
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let status = line.split(' ').nth(1).unwrap().parse().unwrap();
    let mut headers = Vec::new();
    loop {
        line.clear();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            return (status, headers);
        }
        headers.push(line.trim().to_owned());
    }
}

/// A message of a stream.
#[derive(Debug, PartialEq)]
pub struct Event {
    pub id: String,
    pub data: Value,
}

pub struct Stream {
    reader: BufReader<TcpStream>,
}

impl Stream {
    /// The next message; `None` when the stream has ended.
    pub fn event(&mut self) -> Option<Event> {
        let (mut id, mut data) = (String::new(), None);
        loop {
            let mut line = String::new();
            // A connection that is cut is an end, too.
            if self.reader.read_line(&mut line).unwrap_or(0) == 0 {
                return None;
            }
            let line = line.trim_end();
            if let Some(text) = line.strip_prefix("id: ") {
                text.clone_into(&mut id);
            } else if let Some(text) = line.strip_prefix("data: ") {
                data = Some(serde_json::from_str(text).unwrap());
            } else if line.is_empty()
                && let Some(data) = data.take()
            {
                return Some(Event { id, data });
            }
        }
    }
}
