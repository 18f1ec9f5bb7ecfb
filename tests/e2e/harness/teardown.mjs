// jest's global tear-down of the end-to-end tests.
export default async function teardown() {
  await globalThis.nakkuSystems?.stop();
}
