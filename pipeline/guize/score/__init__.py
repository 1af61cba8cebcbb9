"""How good the extraction is: gold, predictions matched to it, scores with intervals, error report, floors.

Example:
    gold = load_gold("gold.jsonl")
    predictions = load_changes("changes.parquet")  # or by_source_id(changes) of a run in memory
    scores = score(gold, predictions)
    print(table(scores), errors(gold, predictions))
    violations = check(scores, load_baseline("baseline.json"), "gold.jsonl")
"""
