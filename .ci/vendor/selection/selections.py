from ampwire_vectors import vectors


def say(op=None, **rest):
    try:
        found = vectors(op, **rest)
    except ValueError:
        return print("refused")
    answers = sum(len(v.answers) for v in found)
    return print(len(found), answers, found[0].op, found[0].id, found[-1].op, found[-1].id)


say()
say("invoice.decode")
say(profile="bystander")
say(level="should")
say("payload.decode", profile="amp", level="must")
say("tlv.recode")
say(profile="lnd")
say(level="shall")
say("amp.derive", profile="bystander")
