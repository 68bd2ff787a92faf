"""The live preview's server; the only package that imports starlette, uvicorn and watchfiles."""
