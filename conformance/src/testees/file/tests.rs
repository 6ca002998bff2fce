//! The file's form, and every mistake in it.

use super::*;

fn parse(text: &str) -> Result<File, String> {
    let lookup = |name: &str| (name == "BUILT").then(|| "/built".to_owned());
    File::parse(Path::new("some/where/ampwire.toml"), text, &lookup)
}

fn with(entry: &str) -> Result<Testee, String> {
    let text = format!("schema = \"ampwire-testees-1\"\n\n[[testee]]\n{entry}");
    parse(&text).map(|file| file.testees.into_iter().next().unwrap())
}

#[test]
fn an_entry_with_everything() {
    let testee = with(
        "name = \"node-2.1\"\ncommand = [\"./bin/x\", \"a b\", \"${BUILT}/y\"]\nfolder = \"adapter\"\nenvironment = { LEVEL = \"${NONE:-info}\" }\n\
         expect = \"../expect.toml\"\nprofile = \"bystander\"\nskip = [\"invoice/one\"]\ntimeout = \"3s\"\nscenario_timeout = \"40s\"\nhello_timeout = \"60s\"\n\
         exit_timeout = \"500ms\"\naccept_deployed = true\nenabled = false\noptional = true\n",
    )
    .unwrap();
    assert_eq!((testee.line, testee.name.as_str()), (4, "node-2.1"));
    let command = testee.program().unwrap();
    assert_eq!(command.words().collect::<Vec<_>>(), ["./bin/x", "a b", "/built/y"]);
    assert_eq!(command.folder.as_deref(), Some(Path::new("some/where/adapter")));
    assert_eq!(command.environment, [("LEVEL".to_owned(), "info".to_owned())]);
    assert_eq!(testee.expect.as_deref(), Some(Path::new("some/where/../expect.toml")));
    assert_eq!((testee.profile, testee.builtin()), (Some(Profile::Bystander), None));
    assert_eq!(testee.skip, ["invoice/one"]);
    assert_eq!(testee.times.case, Some(Duration::from_secs(3)));
    assert_eq!(testee.times.scenario, Some(Duration::from_secs(40)));
    assert_eq!(testee.times.hello, Some(Duration::from_secs(60)));
    assert_eq!(testee.times.exit, Some(Duration::from_millis(500)));
    assert!(testee.accept_deployed && testee.optional && !testee.enabled);
}

#[test]
fn an_entry_with_little() {
    let testee = with("name = \"x\"\ncommand = [\"python3\", \"x.py\"]\n").unwrap();
    assert_eq!(testee.program().unwrap().folder.as_deref(), Some(Path::new("some/where")));
    assert_eq!((testee.expect, testee.profile, testee.times), (None, None, Times::default()));
    assert!(testee.enabled && !testee.optional && !testee.accept_deployed);
    let builtin = with("name = \"ampwire\"\nbuiltin = \"amp\"\n").unwrap();
    assert_eq!((builtin.builtin(), builtin.program()), (Some(Profile::Amp), None));
}

#[test]
fn beside_a_file_in_the_current_folder_no_folder_is_needed() {
    let text = "schema = \"ampwire-testees-1\"\n[[testee]]\nname = \"x\"\ncommand = [\"./x\"]\n";
    let file = File::parse(Path::new("ampwire.toml"), text, &|_| None).unwrap();
    assert_eq!(file.testees.first().unwrap().program().unwrap().folder, None);
}

#[test]
fn a_variable_without_a_value_is_no_mistake_of_the_file() {
    let testee = with("name = \"x\"\ncommand = [\"${NONE}/x\"]\n").unwrap();
    assert_eq!(
        testee.command(),
        Err("the variable NONE is not set, and the entry needs it".to_owned())
    );
}

#[test]
fn what_is_not_there_is_said() {
    let testee = with("name = \"x\"\ncommand = [\"./no-such-program\"]\n").unwrap();
    let words = testee.command().unwrap_err();
    assert!(words.contains("its folder some/where doesn't exist"), "{words}");
    let testee = with("name = \"x\"\ncommand = [\"/no-such-program\"]\nfolder = \"/\"\n").unwrap();
    let words = testee.command().unwrap_err();
    assert!(words.contains("`/no-such-program` doesn't exist"), "{words}");
    let testee = with("name = \"x\"\ncommand = [\"no-such-program\"]\nfolder = \"/\"\n").unwrap();
    let words = testee.command().unwrap_err();
    assert!(words.contains("neither here nor in PATH"), "{words}");
    let there = if cfg!(windows) { "cmd" } else { "sh" };
    let text = format!("name = \"x\"\ncommand = [\"{there}\"]\nfolder = \"/\"\n");
    assert!(with(&text).unwrap().command().is_ok());
}

#[test]
fn every_mistake_has_its_place() {
    let base = "name = \"x\"\ncommand = [\"x\"]\n";
    for (entry, words) in [
        ("name = \"x\"\n", ":4:8: it has no `command`"),
        ("name = \"x\"\ncommand = []\n", ":4:8: `command` is empty"),
        ("name = \"x\"\ncommand = [\"\"]\n", ":4:8: `command` is empty"),
        (
            "name = \"x\"\ncommand = \"x --y\"\n",
            ":5:11: invalid type: string \"x --y\", expected a sequence",
        ),
        ("name = \"x\"\ncommand = [\"${A\"]\n", ":4:8: \"${A\": `${` without its `}`"),
        ("name = \"x\"\ncommand = [\"a\\u0000\"]\n", ":4:8: \"a\\0\" has a NUL"),
        ("name = \"x\"\nbuiltin = \"AMP\"\n", ":5:11: \"AMP\" is neither"),
        ("name = \"x\"\nbuiltin = \"amp\"\nfolder = \".\"\n", ":4:8: `folder` and `environment`"),
        (&format!("{base}builtin = \"amp\"\n"), ":4:8: it has `command` and `builtin`"),
        ("name = \"\"\ncommand = [\"x\"]\n", ":4:8: `name` is \"\""),
        ("name = \"a b\"\ncommand = [\"x\"]\n", ":4:8: `name` is \"a b\""),
        (&format!("{base}timeout = \"2m\"\n"), ":6:11: \"2m\": a time is"),
        (&format!("{base}timeout = 2\n"), ":6:11: invalid type: integer"),
        (&format!("{base}expects = \"e.toml\"\n"), ":6:1: unknown field `expects`"),
        (&format!("{base}environment = {{ A = 1 }}\n"), ":6:21: invalid type: integer"),
        (&format!("{base}environment = {{ \"A=\" = \"1\" }}\n"), ":4:8: `environment` has \"A=\""),
        (
            &format!("{base}\n[[testee]]\n{base}"),
            ":8:8: there is a testee of the name \"x\" already, in line 4",
        ),
        ("command = [\"x\"]\n", ":3:1: missing field `name`"),
    ] {
        let fault = with(entry).unwrap_err();
        assert!(fault.contains(words), "{entry}: {fault}");
        assert!(fault.starts_with("some/where/ampwire.toml:"), "{fault}");
    }
    for (text, words) in [
        ("schema = \"ampwire-testees-2\"\n", ":1:10: `schema` is \"ampwire-testees-2\""),
        ("[[testee]]\nname = \"x\"\n", "missing field `schema`"),
        ("schema = \"ampwire-testees-1\"\n", "it has no [[testee]]"),
        ("schema = \"ampwire-testees-1\"\n[check]\n", ":2:2: unknown field `check`"),
    ] {
        let fault = parse(text).unwrap_err();
        assert!(fault.contains(words), "{fault}");
    }
}

#[test]
fn an_unknown_name_is_answered_with_those_that_there_are() {
    let file = parse(
        "schema = \"ampwire-testees-1\"\n[[testee]]\nname = \"a\"\ncommand = [\"x\"]\n[[testee]]\nname = \"b\"\nbuiltin = \"amp\"\n",
    )
    .unwrap();
    assert_eq!(file.find("b").unwrap().name, "b");
    assert!(file.find("c").unwrap_err().ends_with("no testee of the name \"c\"; it has a, b"));
}
