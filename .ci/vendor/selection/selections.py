from ampwire_vectors import vectors


def say(op=None, **rest):
    try:
        found = vectors(op, **rest)
    except ValueError:
        return print("refused")
    answers = sum(len(v.answers) for v in found)
    return print(len(found), answers, found[0].op, found[0].id, found[-1].op, found[-1].id)


def scenarios():
    try:
        found = vectors("receiver.run")
    except ValueError:
        return print("refused")
    events = [event for v in found for event in v.input["events"]]
    outcomes = sum(len(answer["ok"]["outcomes"]) for v in found for answer in v.answers if "ok" in answer)
    ids = sum(len({event["htlc"]["id"] for event in v.input["events"] if "htlc" in event}) for v in found)
    return print(len(events), outcomes, ids, sum(v.trace for v in found))


say()
say("invoice.decode")
say(profile="bystander")
say(level="should")
say("payload.decode", profile="amp", level="must")
scenarios()
say("tlv.recode")
say(profile="lnd")
say(level="shall")
say("amp.derive", profile="bystander")
