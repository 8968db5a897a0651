/** For vendors' SDKs that tell all they do: what they say would bury what a failing test says. Warnings and errors stay. */
export function quietConsole(): void {
  beforeAll(() => {
    for (const level of ['log', 'info', 'debug'] as const) jest.spyOn(console, level).mockImplementation()
  })
}
