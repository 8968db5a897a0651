import jest from 'eslint-plugin-jest'
import wxml from 'eslint-plugin-wxml'
import * as wxmlParser from '@wxml/parser'
import tseslint from 'typescript-eslint'

const generated = ['**/node_modules/**', '**/dist/**', '**/miniprogram_dist/**', '**/miniprogram_npm/**', 'coverage/**']

export default tseslint.config(
  { ignores: [...generated, 'bench/out/**', 'test/npm-build/.work/**', '**/fixture*/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // A floating catch-all hides errors; an empty block must say why it is empty.
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.property.name='catch'] > ArrowFunctionExpression[params.length=0][body.body.length=0]",
          message: 'Errors are never swallowed: report it, or say in code why it cannot matter.',
        },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['**/*.test.ts'],
    ...jest.configs['flat/recommended'],
    rules: {
      ...jest.configs['flat/recommended'].rules,
      // A test without an assertion proves nothing. Helpers that assert are named expect* or assert*.
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'assert*', 'fc.assert', '**.expect*'] }],
      'jest/no-disabled-tests': 'error',
      'jest/no-focused-tests': 'error',
      'jest/no-standalone-expect': 'off',
      'jest/no-conditional-expect': 'off',
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
  {
    files: ['**/*.wxml'],
    plugins: { wxml },
    languageOptions: { parser: wxmlParser },
    rules: {
      'wxml/report-wxml-syntax-error': 'error',
      'wxml/report-interpolation-error': 'error',
      'wxml/report-wxs-syntax-error': 'error',
      'wxml/wx-key': 'error',
      'wxml/no-wx-for-with-wx-if': 'error',
    },
  },
)
