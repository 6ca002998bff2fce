use super::*;

#[test]
fn orders() {
    let mismatch = (InvoiceErrorKind::OrderMismatch, Class::BadValue);
    let two = || donation().raw_field(raw('2', "p")).raw_field(raw('2', "z"));
    for (builder, order) in [
        (donation(), "psd"),
        (donation(), "psd99"),
        (donation(), "psdx"),
        (donation(), ""),
        (two(), "pds92"),
        (two(), "pds9222"),
        (donation().raw_field(raw('2', "p").at(0)), "pds92"),
        (donation().raw_field(raw('2', "p").at(5)), "pds92"),
        (donation().raw_field(raw('2', "p").at(4)).raw_field(raw('2', "p").at(4)), "pds922"),
    ] {
        assert_eq!(refused(&builder.order(tags(order))), mismatch, "{order}");
    }
    // A place takes an order.
    assert_eq!(refused(&donation().raw_field(raw('2', "p").at(4))), mismatch);

    let sequence = |builder: InvoiceBuilder| -> String {
        let unsigned = builder.unsigned(key().public_key()).unwrap();
        let fields = builder.arranged().unwrap();
        let mut data = SymbolsBuf::new();
        data.push_fixed(builder.timestamp, 7);
        let mut text = String::new();
        for field in fields {
            field.put(&mut data, &key().public_key());
            text.push(field.tag.character());
            if let Content::Raw(raw) = field.content {
                text.push_str(raw.words());
            }
        }
        assert_eq!(data.as_str(), unsigned.data.as_str());
        text
    };
    assert_eq!(sequence(two()), "pds92p2z");
    assert_eq!(sequence(two().order(tags("2dp2s9"))), "2pdp2zs9");
    let placed = donation().raw_field(raw('2', "p").at(3)).raw_field(raw('2', "z"));
    assert_eq!(sequence(placed.order(tags("2dp2s9"))), "2zdp2ps9");
    // Those that count come first, unless a place says otherwise.
    let short = raw('p', "q");
    assert_eq!(sequence(donation().raw_field(short.clone()).order(tags("psd9p"))), "psd9pq");
    assert_eq!(sequence(donation().raw_field(short.at(0)).order(tags("psd9p"))), "pqsd9p");
}

#[test]
fn the_order_without_one_asked_for() {
    let full = donation()
        .payment_metadata([1])
        .min_final_cltv_expiry_delta(18)
        .expiry(1)
        .fallback(Fallback::new(17, &[1; 20]).unwrap())
        .fallback(Fallback::new(18, &[2; 20]).unwrap())
        .route_hint([hop(key().public_key())])
        .route_hint([hop(key().public_key())])
        .payee_in_field(true)
        .raw_field(raw('2', "q"))
        .raw_field(raw('x', "q"));
    let order: String =
        full.arranged().unwrap().iter().map(|field| field.tag.character()).collect();
    assert_eq!(order, "pdmcxffrrns92x");
    let hashed = InvoiceBuilder { description: None, ..full }.description_hash([0; 32]);
    let order: String =
        hashed.arranged().unwrap().iter().map(|field| field.tag.character()).collect();
    assert_eq!(order, "phmcxffrrns92x");
}

/// Many fields take as long as they are long.
#[test]
fn many_fields() {
    let mut builder = donation();
    for _ in 0..20_000 {
        builder = builder.raw_field(raw('2', ""));
    }
    let order = tags(&("pds9".to_string() + &"2".repeat(20_000)));
    assert!(signed(&builder.order(order)).len() > 60_000);
}
