# A deploy file of 5,000 lines with 200 targets, of the kind that a script writes for the customers of one app.
BEGIN {
  print "image: {repository: ghcr.io/example/app, tag: v1.2.3}"
  print "replicas: 2"
  print "health_check_path: /health"
  print "env:"
  for (i = 1; i <= 97; i++) printf "  - name: SHARED_%d\n    value: shared-%d\n", i, i
  print "# The customers."
  print "targets:"
  for (i = 1; i <= 200; i++) {
    printf "  customer-%03d:\n", i
    printf "    server: server-%d.example.com\n", i % 7
    print "    image:"
    printf "      tag: v1.2.%d\n", i
    print "    domains:"
    printf "      - domain: customer-%03d.example.com\n", i
    print "        aliases:"
    printf "          - www.customer-%03d.example.com\n", i
    print "    port: 3000"
    print "    min_ready_seconds: 5"
    print "    env:"
    print "      - name: HOST"
    printf "        value: customer-%03d.example.com\n", i
    print "      - name: PUBLIC_URL"
    print "        value: \"https://${HOST}/\""
    print "      - name: SHARED_1"
    printf "        value: own-%d\n", i
    print "    volumes:"
    printf "      - data-%03d:/data\n", i
    print "    stop_timeout: 30s"
    print "    pre_deploy:"
    printf "      - echo deploying customer-%03d\n", i
    print "    post_deploy:"
    print "      - echo done"
  }
}
