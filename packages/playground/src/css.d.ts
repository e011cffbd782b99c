// A style sheet that a module imports: the bundler puts it into the page.
declare module '*.css'
