import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One request of the client as it must come, and what the camera does then. */
export interface TranscriptStep {
  readonly method: string;
  readonly url: string;
  /** Header patterns, `*` stands for anything; a value of `-` means the header must be absent. */
  readonly headers: readonly (readonly [name: string, pattern: string])[];
  readonly actions: readonly TranscriptAction[];
}

export type TranscriptAction =
  | { readonly kind: 'answer'; readonly lines: readonly string[] }
  /** `rtp <channel> <payload type> <count>`, `udp <payload type> <count>`, `raw <text>`, `close`. */
  | { readonly kind: 'do'; readonly words: readonly string[] };

export interface Transcript {
  readonly name: string;
  /** `url`, `account`, `transport`, `expect`, `eol` of the head. */
  readonly facts: ReadonlyMap<string, string>;
  readonly steps: readonly TranscriptStep[];
}

const DIRECTORY = fileURLToPath(new URL('.', import.meta.url));

/**
 * Reads `<name>.transcript`: a head of `# key: value` lines, then steps. `=>` begins a request line, or one of its
 * headers; `<=` is a line of the answer; `<!` something else the camera does. Placeholders: `{host}`, `{cseq}`,
 * `{length}` (bytes of the body), `{ports}` (the client's UDP ports).
 */
export function parseTranscript(name: string, text: string): Transcript {
  const facts = new Map<string, string>();
  const steps: { method: string; url: string; headers: [string, string][]; actions: TranscriptAction[] }[] = [];
  let answer: string[] | null = null;
  for (const line of text.split('\n')) {
    const step = steps.at(-1);
    const mark = line.slice(0, 2);
    const rest = line.slice(3);
    if (mark === '<=') {
      if (step === undefined) throw new Error(`${name}: an answer without a request`);
      if (answer === null) {
        answer = [];
        step.actions.push({ kind: 'answer', lines: answer });
      }
      answer.push(rest);
      continue;
    }
    answer = null;
    const request = /^([A-Z_]+) (\S+)$/.exec(rest);
    const header = /^([A-Za-z-]+): (.*)$/.exec(rest);
    const fact = /^# ([a-z]+): (.*)$/.exec(line);
    if (mark === '=>' && request !== null)
      steps.push({ method: request[1] ?? '', url: request[2] ?? '', headers: [], actions: [] });
    else if (mark === '=>' && header !== null) step?.headers.push([(header[1] ?? '').toLowerCase(), header[2] ?? '']);
    else if (mark === '<!') step?.actions.push({ kind: 'do', words: rest.split(' ') });
    else if (fact !== null) facts.set(fact[1] ?? '', fact[2] ?? '');
    else if (line.trim() !== '' && !line.startsWith('#')) throw new Error(`${name}: what is "${line}"?`);
  }
  return { name, facts, steps };
}

export function readCorpus(): readonly Transcript[] {
  return readdirSync(DIRECTORY)
    .filter((file) => file.endsWith('.transcript'))
    .sort()
    .map((file) => parseTranscript(file.replace(/\.transcript$/, ''), readFileSync(`${DIRECTORY}${file}`, 'utf8')));
}
