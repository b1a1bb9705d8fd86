"""What a lexicon settles in a script, paragraph by paragraph, and whether voices can say it."""

from collections import defaultdict
from collections.abc import Iterable

from presscast.errors import PresscastError, raise_all
from presscast.model import Cue, CueKind, Hint, Script, Utterance
from presscast.voices.decision import Settled
from presscast.voices.engines import load_engine
from presscast.voices.lexicon import Layer, Lexicon, Match, build_layer
from presscast.voices.lexicon_files import read_cue
from presscast.voices.lexicon_rules import Rule
from presscast.voices.spoken import find_spoken


def settle_words(script: Script, lexicon: Lexicon) -> Settled:
    """What the lexicon, and the script's cues `[say: X as Y]`, settle. Raises LexiconError.

    A cue holds from where it stands to the end of the script.
    """
    cues: dict[tuple[int, int], list[Cue]] = defaultdict(list)
    for cue in script.cues:
        if cue.kind is CueKind.SAY:
            cues[cue.turn, cue.paragraph].append(cue)
    settled = {}
    rules: list[Rule] = []
    said: list[tuple[int, Layer]] = []
    for at, turn in enumerate(script.turns):
        for number, paragraph in enumerate(turn.paragraphs):
            for cue in cues.get((at, number), ()):
                rules.insert(0, read_cue(cue, script.path))
                said.append((cue.at, build_layer(rules)))
            language = paragraph.language or script.language
            if found := lexicon.find(paragraph.text, turn.speaker, language, said):
                settled[at, number] = found
            said = [(0, layer) for _, layer in said[-1:]]
        for cue in cues.get((at, len(turn.paragraphs)), ()):
            rules.insert(0, read_cue(cue, script.path))
            said = [(0, build_layer(rules))]
    return settled


def require_sayable(utterances: Iterable[Utterance], settled: Settled) -> None:
    """Raise LexiconError, or Problems, for what a voice would have to say and cannot.

    Each rule comes once for a voice, at its place in the lexicon.
    """
    problems: dict[tuple[Rule, str], PresscastError | None] = {}
    for utterance in utterances:
        engine = load_engine(utterance.casting.engine, utterance.casting.options)
        voice = utterance.casting.voice
        for hint in find_spoken(utterance).hints:
            rule = _find_rule(hint, settled[utterance.turn, utterance.paragraph])
            if (rule, voice) not in problems:
                missing = engine.find_unsayable(hint, voice)
                problems[rule, voice] = _explain(rule, utterance, missing) if missing else None
    raise_all([problem for problem in problems.values() if problem])


def _find_rule(hint: Hint, matches: Iterable[Match]) -> Rule:
    asked = (hint.phonemes, hint.language)
    rules = (match.rule for match in matches)
    return next(rule for rule in rules if (rule.phonemes, rule.language) == asked)


def _explain(rule: Rule, utterance: Utterance, missing: str) -> PresscastError:
    who = f"{utterance.speaker} ({utterance.casting.voice})"
    remedy = "Write other sounds, or how it is spelt in that language."
    return rule.complain(f'"{rule.written}": {who} cannot say {missing}', remedy)
