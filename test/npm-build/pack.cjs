// Runs WeChat's own npm builder ("构建 npm") on a project folder, offline: node pack.cjs <project folder>
const ci = require('miniprogram-ci')

const project = new ci.Project({
  appid: 'touristappid',
  type: 'miniProgram',
  projectPath: process.argv[2],
  privateKey: 'dummy',
  ignores: ['node_modules/**/*'],
})
ci.packNpm(project, {}).then(
  (warnings) => {
    console.log(JSON.stringify(warnings ?? []))
    // miniprogram-ci keeps watchers alive.
    process.exit(0)
  },
  (error) => {
    console.error(error)
    process.exit(1)
  },
)
