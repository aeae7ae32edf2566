use trechter_server::app::App;
use trechter_server::http::limits::{Limits, Rate};

use crate::harness::on_sqlite;

#[test]
fn whoever_asks_too_much_is_told_how_long_to_wait() {
    on_sqlite(async |mut app| {
        let bram = app.seller("Bram").await;
        assert_eq!(bram.get("/catalogue").await.header("ratelimit"), "", "not limited in tests");
        let limits = std::sync::Arc::new(Limits::new(Some(Rate { per_second: 1.0, burst: 3.0 })));
        app.router = trechter_server::routes::router(App { limits, ..app.app.clone() });
        let ask = || app.ask("GET", "/catalogue").by(&bram);
        for left in (0..3).rev() {
            let reply = ask().await;
            assert_eq!(reply.header("ratelimit-policy"), "\"burst\";q=3;w=3");
            assert_eq!(reply.header("ratelimit"), format!("\"burst\";r={left};t={}", 3 - left));
            reply.ok();
        }
        let refused = ask().await;
        assert_eq!(refused.header("retry-after"), "1");
        refused.refused(429, "too_many_requests");
        app.ask("GET", "/catalogue").by(&app.owner).await.ok();
        app.clock.advance(1_000);
        ask().await.ok();
    });
}
