# One image for `docker run`, and for JupyterHub on Kubernetes: see docs/class.md. deploy/try_image.py runs these steps
# without Docker.
FROM node:22-bookworm-slim

# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 python3-venv git ca-certificates procps tini \
 && rm -rf /var/lib/apt/lists/* \
 && install --directory --owner=node --group=node /opt/cnn

# Not in a home folder: Kubernetes mounts the student's volume over it.
WORKDIR /opt/cnn
COPY --chown=node:node . .
# The base image's user, number 1000. A number, so that Kubernetes can see that it is not root.
USER 1000
ENV HOME=/home/node
# The students' copies are clones of this repository, of what .dockerignore let in.
RUN git init --quiet --initial-branch=main \
 && git add --all \
 && git -c user.name=class -c user.email=class@localhost commit --quiet --message "As handed out" \
 && npm run setup -- --hub \
 && npm cache clean --force

EXPOSE 8888
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["node", "scripts/start.mjs", "--ip", "0.0.0.0", "--port", "8888", "--no-browser"]
