"""trec_eval's own code as a command: `python trec_eval.py [-q] [-n] [-c] [-J] [-l N] [-M N] [-m MEASURE]... QRELS RUN`.

The wheel of pytrec_eval-terrier (PyPI) has all of trec_eval 9 in its extension, readers and printers too, but no main. This is one: it
calls them through ctypes, in trec_eval's order, and their output goes to standard output.
"""

import ctypes as c
import getopt
import sys

import pytrec_eval_ext

library = c.CDLL(pytrec_eval_ext.__file__)


def structure(name, fields):
    kinds = {"l": c.c_long, "s": c.c_char_p, "p": c.c_void_p}
    return type(name, (c.Structure,), {"_fields_": [(f[2:], kinds[f[0]]) for f in fields.split()]})


class Argument(c.Structure):
    _fields_ = [("name", c.c_char_p), ("parameters", c.c_char_p)]


EPI = structure(
    "EPI",
    "l_query l_summary l_debug_level s_debug_query l_relation l_complete l_judged_only l_documents l_level l_depth"
    " s_rel_format s_results_format l_zscore p_arguments",
)
Evaluation = structure("Evaluation", "s_qid l_queries p_values l_count l_room")
Results = structure("Results", "s_qid s_run_id s_format p_data")
AllResults = structure("AllResults", "l_count l_room p_results")
Relevance = structure("Relevance", "s_qid s_format p_data")
AllRelevance = structure("AllRelevance", "l_count l_room p_relevance")
Measure = structure("Measure", "s_name s_help p_init p_calc p_acc p_average p_print_one p_print_all p_parameters l_index")
Nickname = structure("Nickname", "s_name p_names")


class Value(c.Structure):
    _fields_ = [("name", c.c_char_p), ("value", c.c_double)]


def call(pointer, *arguments):
    if c.CFUNCTYPE(c.c_int, *[c.c_void_p] * len(arguments))(pointer)(*[c.addressof(a) for a in arguments]) == -1:
        sys.exit("trec_eval failed")


def main(argv):
    options, files = getopt.getopt(argv, "qncJl:M:m:")
    epi = EPI(summary=1, relation=1, level=1, depth=2**63 - 1, rel_format=b"qrels", results_format=b"trec_results")
    measures = [m.contents for m in (c.POINTER(Measure) * c.c_int.in_dll(library, "te_num_trec_measures").value).in_dll(
        library, "te_trec_measures")]
    nicknames = {}
    for nickname in (Nickname * c.c_int.in_dll(library, "te_num_trec_measure_nicknames").value).in_dll(
            library, "te_trec_measure_nicknames"):
        names = c.cast(nickname.names, c.POINTER(c.c_char_p))
        nicknames[nickname.name] = [names[i] for i in range(next(i for i in range(99) if names[i] is None))]
    asked, parameters = [], []
    for option, value in options:
        name, _, given = value.encode().partition(b".")
        if option == "-m":
            asked += nicknames.get(name, [name])
            if given:
                parameters.append((name, given))
        elif option in ("-l", "-M"):
            setattr(epi, {"-l": "level", "-M": "depth"}[option], int(value))
        else:
            setattr(epi, *{"-q": ("query", 1), "-n": ("summary", 0), "-c": ("complete", 1), "-J": ("judged_only", 1)}[option])
    buffers = [c.create_string_buffer(given) for _, given in parameters]
    arguments = (Argument * (len(parameters) + 1))(
        *[Argument(name, c.cast(buffer, c.c_char_p)) for (name, _), buffer in zip(parameters, buffers)])
    epi.arguments = c.addressof(arguments)
    relevance, results = AllRelevance(), AllResults()
    for read, path, into in (("te_get_qrels", files[0], relevance), ("te_get_trec_results", files[1], results)):
        if getattr(library, read)(c.byref(epi), path.encode(), c.byref(into)) == -1:
            sys.exit(f"trec_eval cannot read {path}")
    total, one = Evaluation(qid=b"all"), Evaluation()
    measures = [m for m in measures if m.name in (asked or nicknames[b"official"])]
    for measure in measures:
        call(measure.init, epi, measure, total)
    values = (Value * total.count).from_address(total.values)
    copied = (Value * total.count)(*values)
    one.values, one.count = c.addressof(copied), total.count
    relevance_of = {}
    for item in (Relevance * relevance.count).from_address(relevance.relevance):
        relevance_of[item.qid] = item
    for result in (Results * results.count).from_address(results.results):
        if result.qid not in relevance_of:
            continue
        for value in copied:
            value.value = 0
        one.qid = result.qid
        for measure in measures:
            call(measure.calc, epi, relevance_of[result.qid], result, measure, one)
            call(measure.acc, epi, measure, one, total)
            if epi.query:
                call(measure.print_one, epi, measure, one)
        total.queries += 1
    if total.queries == 0:
        sys.exit("trec_eval: no query has both results and relevance")
    for measure in measures:
        call(measure.average, epi, measure, relevance, total)
        call(measure.print_all, epi, measure, total)
    c.CDLL(None).fflush(None)


if __name__ == "__main__":
    main(sys.argv[1:])
