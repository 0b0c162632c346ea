// The tables of a run: medians of its rounds, as Markdown, and each goal beside what was measured.

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function table(rows) {
    const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
    const line = (row) => `| ${row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join(' | ')} |`;
    const rule = `|${widths.map((w, i) => '-'.repeat(w + 1) + (i ? ':' : '-')).join('|')}|`;
    return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

// `rounds`: of each subject's name, what its rounds measured.
export function report(rounds) {
    const names = [...rounds.keys()];
    // Undefined if it was not measured.
    const of = (name, pick) => {
        const found = (rounds.get(name) ?? []).map(pick).filter((value) => value !== undefined);
        return found.length > 0 ? median(found) : undefined;
    };
    const number = (value, digits = 0) => (value === undefined ? '–' : value.toFixed(digits));
    const ratio = (value, base) => (value === undefined || !base ? undefined : value / base);

    const events = names.map((name) => {
        const cpu = of(name, (r) => r.event.cpu_us);
        return [
            name,
            number(cpu, 1),
            number(ratio(cpu, of('nginx', (r) => r.event.cpu_us)), 1),
            number(of(name, (r) => r.event.per_second)),
            number(of(name, (r) => r.event.p50_ms), 2),
            number(of(name, (r) => r.event.p99_ms), 2),
            number(of(name, (r) => r.start)),
            `${number(of(name, (r) => r.idle))}/${number(of(name, (r) => r.loaded))}`,
        ];
    });
    const actions = names
        .filter((name) => of(name, (r) => r.action?.cpu_us) !== undefined)
        .map((name) => {
            const cpu = of(name, (r) => r.action?.cpu_us);
            return [
                name,
                number(cpu, 1),
                number(ratio(cpu, of('nginx', (r) => r.action?.cpu_us)), 1),
                number(of(name, (r) => r.action?.per_second)),
                number(of(name, (r) => r.action?.p50_ms), 2),
                number(of(name, (r) => r.action?.p99_ms), 2),
            ];
        });

    const ours = of('latchkey', (r) => r.event.cpu_us);
    const against = (name, kind = 'event') =>
        ratio(of('latchkey', (r) => r[kind]?.cpu_us), of(name, (r) => r[kind]?.cpu_us));
    const goals = [
        ['durable event, CPU / nginx', against('nginx'), 3.5, 2],
        ['durable event, CPU / Bolt, a transaction each', against('Bolt, a transaction each'), 1 / 8, 3],
        ['durable event, CPU / Bolt, group commit', against('Bolt, group commit'), 1 / 4, 3],
        ['21 kB action, CPU / nginx', against('nginx', 'action'), 5, 2],
        ['p99 at 1,000 events/s, ms', of('latchkey', (r) => r.open?.p99_ms), 5, 2],
        ['RSS idle, MB', of('latchkey', (r) => r.idle), 20, 1],
        ['first answer after the start, ms', of('latchkey', (r) => r.start), 50, 0],
        ['CPU while idle, ms per second', of('latchkey', (r) => r.idleCpu), 1, 1],
    ].map(([what, value, most, digits]) => {
        const verdict = value === undefined ? '–' : value <= most ? 'met' : 'missed';
        return [what, `<= ${number(most, digits)}`, number(value, digits), verdict];
    });

    const parts = [
        table([['one signed event, 1.3 kB', 'CPU us', 'x nginx', 'req/s', 'p50 ms', 'p99 ms', 'start ms', 'RSS MB idle/load'], ...events]),
    ];
    if (actions.length > 0)
        parts.push(table([['a click with 21 kB', 'CPU us', 'x nginx', 'req/s', 'p50 ms', 'p99 ms'], ...actions]));
    if (ours !== undefined) parts.push(table([['goal', 'wanted', 'measured', ''], ...goals]));
    return parts.join('\n\n');
}
