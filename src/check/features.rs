use super::errors;
use super::naive::features as naive;
use super::scalars::encoded;
use crate::arbitrary::{FeatureQuestion, FeatureStep, FeatureSteps, Knowing};
use crate::feature::{
    Context, Feature, FeatureErrorKind, FeatureRules, Features, FeaturesBuilder, FeaturesView,
};
use crate::symbols::{Symbols, character_of, symbol_of};
use crate::wire::Encode;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The longest vector that a message has room for, in bytes or symbols, and its highest bit.
const LONGEST: usize = 65_535;
const HIGHEST: u32 = 65_535 * 8 - 1;

/// The characters of bech32, as BIP 173 lists them.
const BECH32: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// Any bytes as a feature vector: as the bytes they are, and each taken for a symbol of an invoice.
pub fn features(data: &[u8]) {
    match FeaturesView::from_bytes(data) {
        Ok(view) => vector(view, data, 8),
        Err(error) => too_long(error.kind(), data.len()),
    }
    let digits: Vec<u8> = data.iter().map(|byte| byte % 32).collect();
    let text: String = digits.iter().map(|digit| character_of(*digit)).collect();
    match FeaturesView::from_symbols(Symbols::parse(&text).unwrap()) {
        Ok(view) => vector(view, &digits, 5),
        Err(error) => too_long(error.kind(), data.len()),
    }
}

fn too_long(kind: FeatureErrorKind, actual: usize) {
    assert_eq!(kind, FeatureErrorKind::TooLong { actual });
    assert!(actual > LONGEST);
}

/// A vector, by its digits of so many bits each.
fn vector(view: FeaturesView<'_>, digits: &[u8], width: usize) {
    assert!(digits.len() <= LONGEST, "longer than a message");
    let bits = naive::bits(digits, width);
    assert!(view.iter().eq(bits.iter().copied()), "other bits than the second decoder's");
    let is_set: BTreeSet<u32> = bits.iter().copied().collect();
    let ends = [0, HIGHEST, HIGHEST + 1, u32::MAX];
    let beside = bits.iter().flat_map(|bit| [bit.saturating_sub(1), *bit, bit + 1]);
    for bit in beside.chain(ends) {
        assert_eq!(view.contains(bit), is_set.contains(&bit), "bit {bit}");
    }
    assert_eq!(view.is_minimal(), digits.first() != Some(&0));

    let features = view.to_features();
    set(&features, &bits);
    let written: Vec<u8> = match width {
        8 => features.to_vec(),
        _ => features.to_symbols().bytes().map(|character| symbol_of(character).unwrap()).collect(),
    };
    let zeros = digits.iter().take_while(|digit| **digit == 0).count();
    assert_eq!(written, digits[zeros..], "not the same without the zeros in front");
}

/// Features that were made of these bits, ascending: they are there, and both forms read back.
fn set(features: &Features, bits: &[u32]) {
    assert!(features.iter().eq(bits.iter().copied()));
    assert!(features.iter().rev().eq(bits.iter().rev().copied()));
    assert_eq!(features.is_empty(), bits.is_empty());
    assert_eq!(&bits.iter().copied().collect::<Features>(), features);
    for feature in Feature::ALL {
        let even = bits.contains(&feature.required_bit());
        let odd = bits.contains(&feature.optional_bit());
        assert_eq!((features.has(*feature), features.requires(*feature)), (even || odd, even));
    }
    encoded(features);
    let bytes = features.to_vec();
    let view = FeaturesView::from_bytes(&bytes).unwrap();
    assert!(view.is_minimal() && &view.to_features() == features, "the bytes read otherwise");
    assert_eq!(naive::bits(&bytes, 8), bits);
    let text = features.to_symbols();
    let symbols = Symbols::parse(&text).unwrap();
    // The bits that fit bytes take more symbols than bytes; what an invoice can't have is written too.
    if let Ok(view) = FeaturesView::from_symbols(symbols) {
        assert!(view.is_minimal() && &view.to_features() == features, "the symbols read otherwise");
    }
    assert_eq!(naive::bits(&symbols.iter().collect::<Vec<u8>>(), 5), bits);
}

/// Any bytes as text in bech32's alphabet.
pub fn symbols(data: &[u8]) {
    let place =
        |character: &u8| BECH32.bytes().position(|one| one == character.to_ascii_lowercase());
    for character in data {
        assert_eq!(symbol_of(*character).map(usize::from), place(character));
    }
    let Ok(text) = core::str::from_utf8(data) else { return };
    match (Symbols::parse(text), data.iter().position(|character| place(character).is_none())) {
        (Ok(symbols), None) => {
            let expected: Vec<u8> =
                data.iter().map(|one| u8::try_from(place(one).unwrap()).unwrap()).collect();
            assert!(symbols.iter().eq(expected.iter().copied()));
            assert!(symbols.iter().rev().eq(expected.iter().rev().copied()));
            assert_eq!((symbols.len(), symbols.is_empty()), (data.len(), data.is_empty()));
            assert_eq!(symbols.get(data.len()), None);
            for (index, symbol) in expected.iter().enumerate() {
                assert_eq!(symbols.get(index), Some(*symbol));
            }
            let again: String = symbols.iter().map(character_of).collect();
            assert_eq!(again, text.to_ascii_lowercase(), "accepted, but written otherwise");
            if let Ok(view) = FeaturesView::from_symbols(symbols) {
                vector(view, &expected, 5);
            }
        }
        (Err(error), Some(offset)) => {
            assert_eq!(error.offset(), offset);
            assert!(!error.to_string().is_empty());
        }
        (found, expected) => panic!("{found:?}, the second decoder: {expected:?}"),
    }
}

/// A feature vector and a reader: what the rules say is what the table says that was written down a
/// second time.
pub fn feature_rules(question: &FeatureQuestion) {
    let once: BTreeSet<u32> = question.bits.iter().copied().collect();
    let bits: Vec<u32> = once.into_iter().filter(|bit| *bit <= HIGHEST).collect();
    let features: Features = question.bits.iter().copied().collect();
    set(&features, &bits);

    let context = question.context;
    let (rules, known): (FeatureRules, Vec<u32>) = match &question.knowing {
        Knowing::Amp => (FeatureRules::amp(context), naive::named().collect()),
        Knowing::Bystander => {
            (FeatureRules::bystander(context), naive::named().filter(|even| *even != 30).collect())
        }
        Knowing::Bits(known) => (
            FeatureRules::knowing(context, known.iter().copied()),
            known.iter().map(|bit| bit - bit % 2).collect(),
        ),
    };
    let place = match context {
        Context::Init => 'I',
        Context::Node => 'N',
        Context::Invoice => '9',
        Context::ChannelType => 'T',
    };
    match (rules.check(&features), naive::fault(&bits, &known, place)) {
        (Ok(()), None) => {}
        (Err(error), Some((class, bit, lacking))) => {
            errors::named(error.rule(), &error);
            assert_eq!((error.rule().class().as_str(), error.bit()), (class, Some(bit)), "{error}");
            let dependency = match error.kind() {
                FeatureErrorKind::DependencyMissing { feature, dependency } => {
                    assert_eq!(Feature::of_bit(bit), Some(feature));
                    Some(dependency.required_bit())
                }
                _ => None,
            };
            assert_eq!(dependency, lacking);
        }
        (found, expected) => panic!("{found:?}, the second reader: {expected:?} of {bits:?}"),
    }
}

/// Steps of a builder: what comes out is what the steps say, it has no pair with both bits, and what
/// was named has what it needs.
pub fn features_built(steps: &FeatureSteps) {
    let mut builder = FeaturesBuilder::new();
    // By the even bit: which of the pair is set.
    let mut pairs: BTreeMap<u32, (bool, bool)> = BTreeMap::new();
    for step in &steps.0 {
        match *step {
            FeatureStep::Require(feature) => {
                builder = builder.require(feature);
                let even = feature.required_bit();
                pairs.entry(even).or_default().0 = true;
                for needed in naive::needs(even) {
                    pairs.insert(needed, (true, false));
                }
            }
            FeatureStep::Offer(feature) => {
                builder = builder.offer(feature);
                let even = feature.required_bit();
                pairs.entry(even).or_default().1 = true;
                for needed in naive::needs(even) {
                    let pair = pairs.entry(needed).or_default();
                    pair.1 |= !pair.0;
                }
            }
            FeatureStep::Bit(bit) => {
                builder = builder.bit(bit);
                let pair = pairs.entry(bit - bit % 2).or_default();
                if bit % 2 == 0 { pair.0 = true } else { pair.1 = true }
            }
        }
    }
    let both = |even: &u32| (pairs[even] == (true, true)).then_some((*even, "conflict"));
    let high = |even: &u32| {
        let lowest = if pairs[even].0 { *even } else { even + 1 };
        (lowest > HIGHEST).then_some((lowest, "limit"))
    };
    let wrong = pairs.keys().find_map(|even| both(even).or_else(|| high(even)));
    match (builder.build(), wrong) {
        (Ok(features), None) => {
            let bits: Vec<u32> = pairs
                .iter()
                .flat_map(|(even, pair)| [(*even, pair.0), (even + 1, pair.1)])
                .filter_map(|(bit, is_set)| is_set.then_some(bit))
                .collect();
            set(&features, &bits);
            keeps_its_own_rules(steps, &features, &bits);
        }
        (Err(error), Some((bit, class))) => {
            errors::named(error.rule(), &error);
            assert_eq!((error.rule().class().as_str(), error.bit()), (class, Some(bit)), "{error}");
        }
        (found, expected) => panic!("{found:?}, by the steps: {expected:?}"),
    }
}

/// A reader who knows what was set finds nothing that lacks, unless a bit was set by its number.
fn keeps_its_own_rules(steps: &FeatureSteps, features: &Features, bits: &[u32]) {
    let by_name = |step: &FeatureStep| !matches!(step, FeatureStep::Bit(_));
    if !steps.0.iter().all(by_name) {
        return;
    }
    for context in [Context::Init, Context::Node, Context::Invoice, Context::ChannelType] {
        let fits = bits.iter().all(|bit| Feature::of_bit(*bit).unwrap().stands_in(context));
        assert_eq!(FeatureRules::amp(context).check(features).is_ok(), fits, "{features:?}");
    }
}
