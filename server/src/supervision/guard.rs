//! Where probes may go: one guard, asked for every address after it was resolved and before it is connected to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use ipnet::IpNet;

/// What this installation allows beyond the public internet.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    /// The database, wherever it is.
    never: Vec<SocketAddr>,
    /// Inner networks that an administrator named.
    networks: Vec<IpNet>,
    /// The demonstration's own targets; nothing else sets it.
    loopback: bool,
}

/// Metadata and control services of clouds that stand outside of the link-local range.
const METADATA_V4: [Ipv4Addr; 2] = [
    Ipv4Addr::new(100, 100, 100, 200),
    Ipv4Addr::new(168, 63, 129, 16),
];

/// Ports below 1024 on which services are looked at; above, any.
const LOW_PORTS: &[u16] = &[
    21, 22, 25, 53, 80, 110, 143, 389, 443, 445, 465, 587, 636, 853, 993, 995,
];

impl Guard {
    pub fn new(networks: Vec<IpNet>, loopback: bool) -> Guard {
        Guard {
            never: Vec::new(),
            networks,
            loopback,
        }
    }

    /// The same, without the server that this database URL names.
    pub async fn without_database(mut self, url: &str) -> Guard {
        if let Some((host, port)) = server_of(url)
            && let Ok(addresses) = tokio::net::lookup_host((host, port)).await
        {
            self.never.extend(addresses);
        }
        self
    }

    /// Whether that address and port may be connected to: an address that is allowed, of another
    /// machine than this one, and not the database's.
    pub fn allows_target(&self, target: SocketAddr) -> bool {
        let own = !target.ip().is_loopback() && is_this_machine(target);
        self.allows(target.ip()) && !own && !self.never.contains(&target)
    }

    pub fn allows_port(&self, port: u16) -> bool {
        port >= 1024 || LOW_PORTS.contains(&port)
    }

    /// Whether this address may be connected to. An IPv6 form that carries an IPv4 address is as
    /// good as both.
    pub fn allows(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(v4) => self.allows_v4(v4),
            IpAddr::V6(v6) => match embedded(v6) {
                Some(carried) => carried.into_iter().all(|v4| self.allows_v4(v4)),
                None => self.allows_v6(v6),
            },
        }
    }

    fn allows_v4(&self, v4: Ipv4Addr) -> bool {
        let [a, b, c, _] = v4.octets();
        if v4.is_loopback() {
            return self.loopback;
        }
        let never = v4.is_unspecified()
            || a == 0
            || v4.is_link_local()
            || v4.is_multicast()
            || a >= 240
            || (a, b, c) == (192, 0, 0)
            || v4.is_documentation()
            || (a == 198 && (b & 0xfe) == 18)
            || METADATA_V4.contains(&v4);
        let inner = v4.is_private() || (a == 100 && (b & 0xc0) == 64);
        !never && (!inner || self.names(IpAddr::V4(v4)))
    }

    fn allows_v6(&self, v6: Ipv6Addr) -> bool {
        let first = v6.segments()[0];
        if v6.is_loopback() {
            return self.loopback;
        }
        // The metadata service of a large cloud lives inside the unique local range.
        let metadata = v6 == Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);
        let inner = (first & 0xfe00) == 0xfc00;
        if inner {
            return !metadata && self.names(IpAddr::V6(v6));
        }
        let documentation = (first == 0x2001 && v6.segments()[1] == 0xdb8) || first == 0x3fff;
        let is_public = (first & 0xe000) == 0x2000;
        is_public && !documentation
    }

    fn names(&self, address: IpAddr) -> bool {
        self.networks
            .iter()
            .any(|network| network.contains(&address))
    }
}

/// Whether packets to that address stay here: the system then sends them from that very address.
fn is_this_machine(target: SocketAddr) -> bool {
    let unspecified: IpAddr = match target {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    // Connecting a datagram socket chooses the route and sends nothing.
    let own = UdpSocket::bind((unspecified, 0)).and_then(|socket| {
        socket.connect(target)?;
        socket.local_addr()
    });
    own.is_ok_and(|own| own.ip() == target.ip())
}

/// Host and port of a PostgreSQL URL; `None` for a file or a socket.
fn server_of(url: &str) -> Option<(&str, u16)> {
    let rest = url
        .strip_prefix("postgres://")
        .or_else(|| url.strip_prefix("postgresql://"))?;
    let authority = rest.split(['/', '?']).next()?;
    let (_, server) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (host, port) = match server.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()?),
        _ => (server, 5432),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    (!host.is_empty() && !host.starts_with("%2F")).then_some((host, port))
}

/// The IPv4 addresses that an IPv6 address leads to: mapped, compatible, NAT64, 6to4, Teredo, ISATAP.
fn embedded(v6: Ipv6Addr) -> Option<Vec<Ipv4Addr>> {
    let s = v6.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    let special = v6.is_loopback() || v6.is_unspecified();
    match s {
        [0, 0, 0, 0, 0, 0xffff, high, low] => Some(vec![v4(high, low)]),
        [0, 0, 0, 0, 0, 0, high, low] if !special => Some(vec![v4(high, low)]),
        [0, 0, 0, 0, 0xffff, 0, high, low] => Some(vec![v4(high, low)]),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(vec![v4(high, low)]),
        // Locally chosen NAT64 prefixes: where the address stands is not known, so it is refused.
        [0x64, 0xff9b, 1, ..] => Some(vec![Ipv4Addr::UNSPECIFIED]),
        [0x2002, high, low, ..] => Some(vec![v4(high, low)]),
        [0x2001, 0, server_high, server_low, _, _, high, low] => {
            Some(vec![v4(server_high, server_low), v4(!high, !low)])
        }
        [_, _, _, _, 0 | 0x200, 0x5efe, high, low] => Some(vec![v4(high, low)]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(guard: &Guard, address: &str) -> bool {
        address.parse().is_ok_and(|address| guard.allows(address))
    }

    #[test]
    fn the_public_internet_is_open_and_inner_places_are_not() {
        let guard = Guard::default();
        for (address, allowed) in [
            ("1.1.1.1", true),
            ("2606:4700:4700::1111", true),
            ("127.0.0.1", false),
            ("127.8.9.1", false),
            ("0.0.0.0", false),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("100.64.0.1", false),
            ("169.254.169.254", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("198.18.0.1", false),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fec0::1", false),
            ("fc00::1", false),
            ("fd00:ec2::254", false),
            ("ff02::1", false),
            ("168.63.129.16", false),
            ("2001:db8::1", false),
            ("4000::1", false),
            ("100::1", false),
        ] {
            assert_eq!(allows(&guard, address), allowed, "{address}");
        }
    }

    #[test]
    fn every_ipv6_form_of_an_inner_address_is_unwrapped() {
        let guard = Guard::default();
        for inner in [[127, 0, 0, 1], [169, 254, 169, 254], [10, 0, 0, 1]] {
            let [a, b, c, d] = inner;
            let high = u16::from_be_bytes([a, b]);
            let low = u16::from_be_bytes([c, d]);
            for form in [
                Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, high, low),
                Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, high, low),
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, high, low),
                Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
                Ipv6Addr::new(0x2001, 0, 0x0808, 0x0808, 0, 0, !high, !low),
                Ipv6Addr::new(0x2a00, 0, 0, 0, 0, 0x5efe, high, low),
                Ipv6Addr::new(0x2a00, 0, 0, 0, 0x200, 0x5efe, high, low),
            ] {
                assert!(!guard.allows(IpAddr::V6(form)), "{form}");
            }
        }
    }

    #[test]
    fn an_administrator_opens_inner_networks_and_never_metadata()
    -> Result<(), ipnet::AddrParseError> {
        let guard = Guard::new(
            vec![
                "10.20.0.0/16".parse()?,
                "fd00::/8".parse()?,
                "0.0.0.0/0".parse()?,
            ],
            false,
        );
        assert!(allows(&guard, "10.20.3.4") && allows(&guard, "fd12::1"));
        for never in [
            "100.100.100.200",
            "169.254.169.254",
            "127.0.0.1",
            "::1",
            "fd00:ec2::254",
            "::ffff:127.0.0.1",
        ] {
            assert!(!allows(&guard, never), "{never}");
        }
        assert!(allows(&Guard::new(vec![], true), "127.0.0.1"));
        Ok(())
    }

    #[test]
    fn ports_below_1024_are_a_list() {
        let guard = Guard::default();
        assert!(guard.allows_port(443) && guard.allows_port(8443) && !guard.allows_port(19));
    }

    #[test]
    fn this_machine_is_known_by_its_own_addresses() {
        assert!(is_this_machine(SocketAddr::from(([127, 0, 0, 1], 80))));
        assert!(!is_this_machine(SocketAddr::from(([192, 0, 2, 1], 80))));
    }

    #[test]
    fn the_database_is_found_in_its_url() {
        for (url, expected) in [
            (
                "postgres://vigie:p%40ss@db.example:6432/vigie",
                Some(("db.example", 6432)),
            ),
            (
                "postgresql://db.example/vigie?sslmode=require",
                Some(("db.example", 5432)),
            ),
            (
                "postgres://u@[2001:db8::1]:5433/v",
                Some(("2001:db8::1", 5433)),
            ),
            ("postgres://u@[2001:db8::1]/v", Some(("2001:db8::1", 5432))),
            ("postgres:///vigie?host=/run/postgresql", None),
            ("sqlite://vigie.db", None),
        ] {
            assert_eq!(server_of(url), expected, "{url}");
        }
    }
}
