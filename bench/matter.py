"""Front matter for generators that read nested YAML.

A day's sums and factors are given, so that templates need not work them out: template loops are slow.
"""

from bench.sites import Day, sums


def record(day: Day) -> str:
    """Return the day's content file, with its tasks as front matter."""
    tasks = "\n".join(
        f'- task: "{task.task}"\n  human: {task.human}\n  ai: {task.ai}\n  supervision: {task.supervision}\n'
        f"  tokens: {task.tokens}\n  project: {task.project}\n  factor: {task.human * 60 / task.ai:.4f}"
        for task in day.tasks
    )
    totals = ", ".join(f"{name}: {value}" for name, value in sums(day).items())
    return (
        f'---\ntitle: "{day.title}"\ndate: {day.date}\ntags: [{", ".join(day.tags)}]\nweeks: ["{day.week}"]\n'
        f"sums: {{{totals}}}\ntasks:\n{tasks}\n---\n{day.body}"
    )
