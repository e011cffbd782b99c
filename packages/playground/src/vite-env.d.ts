// What the bundler gives to modules: style, workers, `import.meta.env`.
/// <reference types="vite/client" />
