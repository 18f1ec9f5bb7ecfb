import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One thing that a guide tells its reader to do. */
export type GuideStep =
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'file'; readonly file: string; readonly text: string }
  | { readonly kind: 'change'; readonly file: string; readonly from: string; readonly to: string };

/**
 * The fenced blocks of a guide, in order. `sh`: a command a line. `diff`: a change of the file that its first line names
 * after `---`. `text` is what a reader sees. Any other language: a new file, named in a comment in its first line.
 */
export function guideSteps(guide: string): GuideStep[] {
  return [...guide.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(
    ([, language = '', body = '']): GuideStep[] => {
      if (language === 'text') return [];
      const lines = body.trimEnd().split('\n');
      if (language === 'sh')
        return lines.filter((line) => line !== '').map((command) => ({ kind: 'command', command }));
      const [head = '', ...rest] = lines;
      if (language !== 'diff')
        return [{ kind: 'file', file: head.replace(/^(\/\/|--|#) /, ''), text: `${rest.join('\n')}\n` }];
      const side = (other: string): string =>
        rest
          .filter((line) => !line.startsWith(other))
          .map((line) => `${line.slice(1)}\n`)
          .join('');
      return [{ kind: 'change', file: head.replace(/^--- /, ''), from: side('+'), to: side('-') }];
    },
  );
}

/**
 * Writes or changes the file of a step below `root`.
 * @throws Error when the text to change does not stand there exactly once
 */
export function applyGuideStep(root: string, step: Exclude<GuideStep, { kind: 'command' }>): void {
  const file = path.join(root, step.file);
  if (step.kind === 'file') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, step.text);
    return;
  }
  const text = readFileSync(file, 'utf8');
  if (text.split(step.from).length !== 2) throw new Error(`${step.file} does not hold once:\n${step.from}`);
  writeFileSync(
    file,
    text.replace(step.from, () => step.to),
  );
}
