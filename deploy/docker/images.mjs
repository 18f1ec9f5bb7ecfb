// The images of others that ours are built from and run beside: which digests they are pinned to, and what their tags are
// now. Asks the registries through `docker buildx imagetools inspect`.
//   node deploy/docker/images.mjs          says what differs, exit code 1 if a digest is missing or does not exist
//   node deploy/docker/images.mjs --pin    writes the digests that the tags have now
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const root = process.env.NAKKU_IMAGES_ROOT ?? path.resolve(import.meta.dirname, '../..');
const FILES = ['deploy/docker/Dockerfile', 'docker-compose.yml', 'docker-compose.production.yml'];
/** `# syntax=…`, `ARG NODE_IMAGE=…`, `image: …`; images of ours have no registry and no version. */
const REFERENCE = /(?<=^# syntax=|^ARG \w+_IMAGE=|^\s+image: )([\w./-]+:[\w.-]+)(@sha256:[0-9a-f]{64})?$/gm;
const OURS = /^nakku(-|:|$)/;

function digestOf(reference) {
  const format = '{{.Manifest.Digest}}';
  return execFileSync('docker', ['buildx', 'imagetools', 'inspect', reference, '--format', format], {
    encoding: 'utf8',
  }).trim();
}

const isPinning = process.argv.includes('--pin');
let isWrong = false;
for (const file of FILES) {
  const full = path.join(root, file);
  const before = readFileSync(full, 'utf8');
  const after = before.replaceAll(REFERENCE, (whole, image, pinned) => {
    if (OURS.test(image)) return whole;
    const now = `@${digestOf(image)}`;
    if (isPinning) return image + now;
    if (pinned === undefined) {
      isWrong = true;
      console.log(`${file}: ${image} is not pinned; its digest is ${now.slice(1)}`);
    } else {
      // Fails when the registry does not know the digest.
      digestOf(image + pinned);
      if (pinned !== now) console.log(`${file}: ${image} was built anew, it is ${now.slice(1)} now`);
    }
    return whole;
  });
  if (after !== before) writeFileSync(full, after);
}
process.exitCode = isWrong ? 1 : 0;
